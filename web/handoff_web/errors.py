"""What the command line says when it will not go on, and the exit codes that go with it."""

BROKEN = 1  # the model contradicted itself
REFUSED = 2  # the input was wrong; nothing was started
INTERRUPTED = 130  # stopped by Ctrl-C, as a shell reports it


class Refusal(Exception):
    """Input that cannot be acted on, in words for the person who typed it."""


class Defect(Exception):
    """The model broke one of its own laws; the text says which, and how to see it again."""


class Interrupted(Exception):
    """The person pressed Ctrl-C; the text says what was finished by then."""
