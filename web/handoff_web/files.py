"""Files appear whole or not at all, and JSON is JSON: no NaN, no NumPy."""

import dataclasses
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from handoff_web.errors import Refusal

STDOUT = "-"


def plain(value: Any) -> Any:
    """The same value in JSON's own types; a number that is not finite becomes null."""
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def json_text(document: Any) -> str:
    """One JSON document, indented, ending in a newline."""
    return json.dumps(plain(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to, which becomes ``path`` only when the block ends well.

    Interrupted or failed, it leaves neither a half-written file nor the temporary one, and a file that was
    there before stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_json(document: Any, target: str) -> None:
    """Write a document to a file, or to standard output when the target is ``-``."""
    text = json_text(document)
    if target == STDOUT:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    with whole_file(Path(target)) as part:
        part.write_text(text, encoding="utf-8")


def refuse_unwritable(**targets: str | Path | None) -> None:
    """Find out before a long run, not after it, that a file cannot be written.

    Args:
        targets: option name to file; None and ``-`` are left alone.

    Raises:
        Refusal: the target is a folder, or its folder cannot be written to.
    """
    for option, target in targets.items():
        if target is None or str(target) == STDOUT:
            continue
        path = Path(target)
        if path.is_dir():
            raise Refusal(f"--{option} {target}: expected a file; found a folder")
        folder = path.absolute().parent
        while not folder.exists():
            folder = folder.parent
        if not folder.is_dir():
            raise Refusal(f"--{option} {target}: expected a folder at {folder}; found a file")
        if not os.access(folder, os.W_OK):
            raise Refusal(f"--{option} {target}: the folder {folder} cannot be written to")


def refuse_other_endings(ending: str, **targets: Path | None) -> None:
    """Refuse a file name that promises another format than the one that would be written.

    Raises:
        Refusal: the name ends otherwise.
    """
    for option, target in targets.items():
        if target is not None and target.suffix != ending:
            raise Refusal(f"--{option} {target}: expected a file name that ends in {ending}; found {target.name}")


def refuse_same_file(**targets: str | Path | None) -> None:
    """Refuse to write two things to one place.

    Raises:
        Refusal: two options name the same file.
    """
    seen: dict[str, str] = {}
    for option, target in targets.items():
        if target is None:
            continue
        place = STDOUT if str(target) == STDOUT else str(Path(target).absolute())
        if place in seen:
            raise Refusal(f"--{option} {target}: the same place as --{seen[place]}")
        seen[place] = option
