"""One number for a result: equal results have equal hashes, whenever and wherever they were computed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DURATIONS = ("seconds",)  # keys of a result that no two computations share


def result_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of a result's document without its durations (64 hex digits)."""
    text = json.dumps(timeless(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def timeless(document: Any) -> Any:
    """A document without its durations."""
    if isinstance(document, Mapping):
        return {key: timeless(value) for key, value in document.items() if key not in DURATIONS}
    if isinstance(document, list | tuple):
        return [timeless(item) for item in document]
    return document
