"""What following a job found, as plain data: the same objects, written and read back."""

import dataclasses
from typing import Any

from pydantic import TypeAdapter

from handoff_experiments.following.accounts import accounts, money_rows, money_sentence
from handoff_experiments.following.following import Following
from handoff_experiments.following.ranking import Ranking
from handoff_experiments.following.sentences import cause_blocks, headline, parting_sentences
from handoff_experiments.following.steps import step_rows

FOLLOWING = TypeAdapter(Following)
RANKING = TypeAdapter(Ranking)
FORMATS = {"following": "handoff-following-1", "ranking": "handoff-telling-jobs-1"}


def following_document(found: Following) -> dict[str, Any]:
    """A followed job as JSON's own types; its shape is `following_schema`."""
    return {"format": FORMATS["following"], **FOLLOWING.dump_python(found, mode="json")}


def told_document(found: Following) -> dict[str, Any]:
    """The same in words: what became of the job, where its lives part and why, each step, and the money."""
    return {
        "headline": headline(found),
        "parting": list(parting_sentences(found)),
        "cause": [dataclasses.asdict(block) for block in cause_blocks(found)],
        "steps": [dataclasses.asdict(row) | {"same": row.same} for row in step_rows(*found.lives)],
        "losses": [
            {
                "title": account.title,
                "shop": account.shop,
                "policy": account.policy,
                "earned_cents": account.earned_cents,
                "items": [{"what": what, "cents": cents} for what, cents in account.items],
                "because": list(account.because),
                "elsewhere": account.elsewhere,
            }
            for account in accounts(found)
        ],
        "money": money_sentence(found),
        "moved_cents": found.moved_cents,
        "parties": [dataclasses.asdict(row) for row in money_rows(found)],
    }


def ranking_document(found: Ranking) -> dict[str, Any]:
    """A list of telling jobs as JSON's own types; its shape is `ranking_schema`."""
    return {"format": FORMATS["ranking"], **RANKING.dump_python(found, mode="json")}


def read_following(document: dict[str, Any]) -> Following:
    """A followed job from its document.

    Raises ValueError: the document is of another format, or does not have the shape.
    """
    return FOLLOWING.validate_python(_body(document, "following"))


def read_ranking(document: dict[str, Any]) -> Ranking:
    """A list of telling jobs from its document.

    Raises ValueError: the document is of another format, or does not have the shape.
    """
    return RANKING.validate_python(_body(document, "ranking"))


def following_schema() -> dict[str, Any]:
    """JSON Schema of a followed job."""
    return FOLLOWING.json_schema(mode="serialization")


def ranking_schema() -> dict[str, Any]:
    """JSON Schema of a list of telling jobs."""
    return RANKING.json_schema(mode="serialization")


def _body(document: dict[str, Any], what: str) -> dict[str, Any]:
    if document.get("format") != FORMATS[what]:
        raise ValueError(f"format: expected {FORMATS[what]}; found {document.get('format')}")
    return {name: value for name, value in document.items() if name != "format"}
