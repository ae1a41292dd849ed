"""What tests of the page do through the API, as any other client would."""

import time
from typing import Any

from tests.web.test_serve import PATIENCE, Service

START = """
mutation ($input: ComparisonInput!) {
  startComparison(input: $input) { ... on Asked { experiment { id } } ... on Refusal { message } }
}
"""
STATUS = "query ($id: ID!) { experiment(id: $id) { progress { status } } }"


def start(service: Service, title: str, *, token: str | None = None, **options: Any) -> str:
    """Ask for a small comparison; returns its identifier."""
    asked = {
        "world": {"name": "workshop"},
        "policies": [{"name": "directory"}],
        "pairs": 3,
        "weeks": 60,
        "title": title,
        **options,
    }
    answer = service.ask(START, token=token, input=asked)["data"]["startComparison"]
    assert "experiment" in answer, answer
    return str(answer["experiment"]["id"])


def ended(service: Service, experiment: str) -> str:
    """Wait until an experiment has ended; returns how."""
    deadline = time.monotonic() + PATIENCE
    while True:
        status = service.ask(STATUS, id=experiment)["data"]["experiment"]["progress"]["status"]
        if status not in ("QUEUED", "RUNNING"):
            return str(status)
        assert time.monotonic() < deadline
        time.sleep(0.1)
