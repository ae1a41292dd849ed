"""What tests of the page do through the API, as any other client would."""

import time
from typing import Any

from tests.web.test_serve import PATIENCE, Service

START = """
mutation ($input: ComparisonInput!) {
  startComparison(input: $input) { ... on Asked { experiment { id } } ... on Refusal { message } }
}
"""
QUESTION = """
number = "X1"
title = "How much may the network keep?"
question = "What does the take do to shops?"
source = "made up"
policy = "enforceable_trust"
metrics = ["S1", "S3"]
would_change_it = "Another market."

[expected]
text = "The more it keeps, the less they earn."
source = "a guess"
direction = { take = "lower" }

[[factors]]
name = "take"
path = "payout.take"
values = [0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3]

[full]
pairs = 900
worlds = ["reach"]

[quick]
pairs = 2
weeks = 30
worlds = ["workshop", "reach"]
"""
START_QUESTION = """
mutation ($question: QuestionInput!, $size: QuestionSize!) {
  startQuestion(question: $question, size: $size) {
    ... on QuestionTaken { asked { id } }
    ... on Refusal { message }
  }
}
"""
STATUS = "query ($id: ID!) { found: experiment(id: $id) { progress { status } } }"
STATUS_OF_QUESTION = "query ($id: ID!) { found: askedQuestion(id: $id) { progress { status } } }"


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


def ended(service: Service, wanted: str, query: str = STATUS) -> str:
    """Wait until an experiment has ended; returns how. The query finds its status."""
    deadline = time.monotonic() + PATIENCE
    while True:
        status = service.ask(query, id=wanted)["data"]["found"]["progress"]["status"]
        if status not in ("QUEUED", "RUNNING"):
            return str(status)
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answered(service: Service) -> str:
    """Ask a small question, quick, and wait for its answer; returns its identifier."""
    wanted = ask_question(service)
    assert ended(service, wanted, STATUS_OF_QUESTION) == "FINISHED"
    return wanted


def ask_question(service: Service) -> str:
    """Ask a small question, quick; returns its identifier."""
    answer = service.ask(START_QUESTION, question={"toml": QUESTION}, size="QUICK")["data"]["startQuestion"]
    assert "asked" in answer, answer
    return str(answer["asked"]["id"])
