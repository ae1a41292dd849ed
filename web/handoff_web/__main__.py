"""``python -m handoff_web`` is the ``handoff`` command."""

from handoff_web.cli import main

if __name__ == "__main__":
    main()
