"""Files that are there whole or not at all."""

import json
import os
import tempfile
from os import PathLike
from pathlib import Path

from handoff_experiments.comparison import Comparison


def write_whole(path: str | PathLike[str], content: str | bytes) -> Path:
    """Write beside the target and move into place, so that an interruption leaves no half-written file."""
    data = content.encode() if isinstance(content, str) else content
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return target


def as_json(comparison: Comparison) -> str:
    """The comparison as a JSON document, in the shape of `handoff_experiments.schema`."""
    return json.dumps(comparison.to_json(), indent=2, allow_nan=False, ensure_ascii=False) + "\n"


def write_json(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write the comparison as JSON."""
    return write_whole(path, as_json(comparison))
