"""The house's front door: the command line, and later the page and its server."""
