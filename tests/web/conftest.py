"""The command line driven in this process, as a person would type it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from handoff_web import cli


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Handoff = Callable[..., Said]


@pytest.fixture
def handoff(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Handoff:
    """Run ``handoff ARGUMENTS...``."""

    def run(*arguments: str) -> Said:
        monkeypatch.delenv("COLUMNS", raising=False)  # tables as wide as in a pipe
        monkeypatch.setattr("sys.argv", ["handoff", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
