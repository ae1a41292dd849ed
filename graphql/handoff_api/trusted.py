"""The named operations that come with the service, one in each file: what a server that trusts no others answers."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from handoff_api.http import by_id

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE.parent / "operations", HERE / "operations")  # of a checkout; of an installed wheel


@cache
def operations() -> Mapping[str, str]:
    """Texts of the named operations by their names."""
    folder = next(folder for folder in FOLDERS if folder.is_dir())
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql"))}


def trusted_documents() -> Mapping[str, str]:
    """The same texts by what they are asked for by: ``sha256:`` and the hash of the text."""
    return by_id(operations().values())
