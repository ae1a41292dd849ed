"""A calibration question asked."""

from typing import Any


def ask_calibration(asked: Any, **options: Any) -> Any:
    """Not yet."""
    raise NotImplementedError
