"""``python -m handoff_api.sdl``: the schema as text, kept in step with the code, never broken by accident.

``graphql/schema.graphql`` is what clients were written against. A change that breaks one of them is refused unless
``graphql/breaking.md`` has a line with its description; ``--accept`` writes those lines, for a reviewer to read.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from graphql import build_schema, find_breaking_changes

FOLDER = Path(__file__).resolve().parents[1]
SDL = FOLDER / "schema.graphql"
ACCEPTED = FOLDER / "breaking.md"


def exported() -> str:
    """The schema of the code, as text."""
    from handoff_api.schema import schema

    return schema().as_str() + "\n"


def breaking_changes(before: str, after: str, accepted: str = "") -> list[str]:
    """What breaks for clients of ``before`` under ``after``, in words, without what a line of ``accepted`` names."""
    found = find_breaking_changes(build_schema(before), build_schema(after))
    lines = accepted.splitlines()
    return [change.description for change in found if not any(change.description in line for line in lines)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schema; 1 and nothing written if that breaks clients and nobody has accepted it."""
    parser = argparse.ArgumentParser(prog="python -m handoff_api.sdl", description="Write graphql/schema.graphql.")
    parser.add_argument("--accept", action="store_true", help="note breaking changes in graphql/breaking.md")
    accept: bool = parser.parse_args(arguments).accept
    after = exported()
    before = SDL.read_text(encoding="utf-8") if SDL.exists() else after
    breaking = breaking_changes(before, after, ACCEPTED.read_text(encoding="utf-8"))
    if breaking and not accept:
        print("This breaks clients of graphql/schema.graphql:", *breaking, sep="\n  ", file=sys.stderr)
        print("Keep the old way beside the new, or accept it with --accept.", file=sys.stderr)
        return 1
    if breaking:
        with ACCEPTED.open("a", encoding="utf-8") as file:
            file.writelines(f"- {date.today()}: {change}\n" for change in breaking)
    SDL.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
