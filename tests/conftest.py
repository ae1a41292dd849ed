"""What every test may use: golden records, and settings for property tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# The first call of a compiled rule may compile it, so no example has a deadline.
# On CI the examples are the same each time; at home they differ, to find more.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its recorded version, ``golden/<name>`` beside the test.

    ``make golden`` rewrites the records; the change is then read as a diff before it is kept.
    Give such tests a name that contains ``golden``.
    """
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if os.environ.get("HANDOFF_REWRITE_GOLDEN"):
            folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.exists(), f"{path.relative_to(ROOT)} is missing: run `make golden` and read it"
        recorded = path.read_text(encoding="utf-8")
        assert text == recorded, f"{path.relative_to(ROOT)} differs: if this is meant, run `make golden`"

    return compare
