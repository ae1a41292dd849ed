"""How the tables of a store came to be: one file per step, each made once and never edited after."""

REVISIONS = ("0001", "0002")  # oldest first; a test holds this against the files
NEWEST = REVISIONS[-1]
VERSION_TABLE = "handoff_schema"  # says which step a store stands at
