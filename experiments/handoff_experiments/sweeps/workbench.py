"""The parts of the EMA Workbench that are used, without what it says of libraries that are newer, or not there."""

import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def workbench(name: str) -> Iterator[Any]:
    """A module of ``ema_workbench.analysis``, such as prim; its warnings are silenced while it is used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield importlib.import_module(f"ema_workbench.analysis.{name}")
