"""A document in JSON's own types, ready to leave a worker or to be sent on."""

from typing import Any

from pydantic_core import from_json, to_json


def plain(document: Any) -> Any:
    """The same document as JSON would give it back; a number that is not finite is null.

    >>> plain({"weeks": (1, 2), "loss": float("nan"), "key": 2**64 - 1})
    {'weeks': [1, 2], 'loss': None, 'key': 18446744073709551615}
    """
    return from_json(to_json(document, inf_nan_mode="null", fallback=_of_numpy))


def _of_numpy(value: Any) -> Any:
    """What NumPy counts as its own type."""
    return value.tolist()
