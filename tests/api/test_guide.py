"""The guide to the service does what it says: its Python is executed against a server of its own."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate
from tests.web.test_serve import serving

from handoff_api.sdl import SDL

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "service.md"
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUERY = re.compile(r"^```graphql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_queries_of_the_guide_are_valid() -> None:
    known = build_schema(SDL.read_text(encoding="utf-8"))
    queries = QUERY.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(queries) == 2
    assert [validate(known, parse(query)) for query in queries] == [[], []]


@contextmanager
def an_event_loop() -> Iterator[None]:
    """The loop that the client takes where it finds one; one of its own it would leave open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.close()


@pytest.mark.slow
def test_the_python_of_the_guide_ends_in_a_table_of_contrasts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(blocks) == 6
    assert sum(ADDRESS in block for block in blocks) == 1
    namespace: dict[str, Any] = {}
    with an_event_loop(), serving(tmp_path / "handoff.db", "--workers", "2") as service:
        for number, block in enumerate(blocks, 1):
            text = block.replace(ADDRESS, service.address)
            exec(compile(text, f"{GUIDE.name}, block {number}", "exec"), namespace)
    contrasts = namespace["contrasts"]
    assert list(contrasts.columns) == [
        "policy", "metric", "title", "unit", "difference", "low", "high", "verdict", "pairs",
    ]  # fmt: skip
    assert set(contrasts["policy"]) == {"directory", "dearer"}
    assert {"S1", "S3"} <= set(contrasts["metric"])
    assert set(contrasts["pairs"]) == {3}
    assert namespace["news"]["progress"]["status"] == namespace["progress"]["status"] == "FINISHED"
    assert namespace["result"]["nullCheck"] == {"exact": True}
    assert set(namespace["runs"]["policy"]) == {"phone_book", "directory", "dearer"}
    assert namespace["answered"]["answer"]["complete"]
    assert [len(table) for table in namespace["tables"].values()] == [4, 4]
    assert namespace["picture"].layout.meta["title"] == namespace["answered"]["answer"]["figures"][0]["title"]
    printed = capsys.readouterr().out
    assert "FINISHED" in printed and all(
        each["text"] in printed for each in namespace["news"]["experiment"]["sentences"]
    )
