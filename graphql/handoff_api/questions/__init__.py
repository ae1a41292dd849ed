"""Questions in the schema: those of the catalogue, and those that were asked, watched and answered."""
