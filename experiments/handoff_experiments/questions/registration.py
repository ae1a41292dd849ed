"""Preregistration: a question is fixed before it is asked, and what was done otherwise is listed with the answer.

A registration holds the question with its hash, its decision rule and size, what the names in it meant, the version
of the model, and the date. It is a file of its own with a hash over all of that, and is never overwritten.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, ValidationError

from handoff_experiments.questions.answer import Answer, failures
from handoff_experiments.questions.faults import faults
from handoff_experiments.questions.head import Part, QuestionFile, Size, canonical, canonical_hash
from handoff_experiments.result_hash import result_hash
from handoff_sim.policy import DocumentError, Problem

FORMAT: Literal["handoff-registration-1"] = "handoff-registration-1"
NOTHING = "nothing"


class PlannedSize(Part):
    """How much is to be run, at most."""

    worlds: int
    combinations: int
    runs: int


class Registration(Part):
    """What was fixed before the question was asked."""

    format: Literal["handoff-registration-1"] = FORMAT
    question: dict[str, Any]
    question_sha256: str
    decision_rule: str
    size: Size
    planned: PlannedSize
    documents: dict[str, str]  # content hash of every world and policy that the question names
    model_version: str
    registered_at: AwareDatetime
    registration_sha256: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 of all the rest (64 hex digits)."""
        return canonical_hash(self.model_dump(mode="json", exclude={"registration_sha256"}))


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """Something that is not as it was registered."""

    field: str
    registered: str
    asked: str

    def __str__(self) -> str:
        return f"{self.field}: registered {self.registered}; asked {self.asked}"


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A registration with the deviations of an answer from it."""

    registration: Registration
    deviations: tuple[Deviation, ...]

    def to_json(self) -> dict[str, Any]:
        """Both as plain data."""
        return {
            "registration": self.registration.model_dump(mode="json"),
            "deviations": [asdict(each) for each in self.deviations],
        }


def register(asked: QuestionFile, size: Size, *, model_version: str, now: datetime | None = None) -> Registration:
    """Fix a question.

    Args:
        asked: What will be asked.
        size: In which size.
        model_version: The model that it will be asked of.
        now: When; this moment if left out.
    """
    plan = asked.plan(size)
    draft = Registration(
        question=asked.model_dump(mode="json"),
        question_sha256=asked.content_hash,
        decision_rule=asked.decision_rule,
        size=size,
        planned=PlannedSize(worlds=plan.worlds, combinations=plan.combinations, runs=plan.runs),
        documents=asked.documents(size),
        model_version=model_version,
        registered_at=(now or datetime.now(UTC)).replace(microsecond=0),
    )
    return draft.model_copy(update={"registration_sha256": draft.content_hash})


def registration(path: Path) -> Registration:
    """Read a registration.

    Raises:
        DocumentError: The file is none, or was changed since.
        OSError: It cannot be read.
    """
    try:
        found = Registration.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise DocumentError(path.name, faults(Registration, error)) from None
    except ValueError as error:
        raise DocumentError(path.name, [Problem(path="file", expected="JSON", found=str(error))]) from None
    if found.registration_sha256 != found.content_hash:
        wanted = f"{found.registration_sha256}, as written in it: a registration is not changed"
        raise DocumentError(path.name, [Problem(path="registration_sha256", expected=wanted, found=found.content_hash)])
    return found


def compared(held: Registration, answer: Answer, *, model_version: str, made_before: int = 0) -> Registered:
    """An answer beside its registration.

    Args:
        held: What was registered.
        answer: What came out.
        model_version: The model that was asked.
        made_before: Runs of the answer that had been made before the question was registered.
    """
    return Registered(registration=held, deviations=tuple(_deviations(held, answer, model_version, made_before)))


def as_document(answer: Answer, registered: Registered | None = None) -> dict[str, Any]:
    """The answer as plain data, with its registration, and a hash of it all but the durations."""
    document = answer.to_json() | (registered.to_json() if registered else {})
    return document | {"result_sha256": result_hash(document)}


def _deviations(held: Registration, answer: Answer, model_version: str, made_before: int) -> Iterator[Deviation]:
    asked = answer.question
    if asked.content_hash != held.question_sha256:
        yield from _differences(held.question, asked.model_dump(mode="json"), "question")
    if answer.size != held.size:
        yield Deviation(field="size", registered=held.size, asked=answer.size)
    yield from _differences(held.documents, asked.documents(answer.size), "content of", " ")
    if model_version != held.model_version:
        yield Deviation(field="model version", registered=held.model_version, asked=model_version)
    if not answer.complete:
        reason = "; ".join(each.splitlines()[0] for each in failures(answer)) or "interrupted"
        yield Deviation(field="completeness", registered=f"{held.planned.runs} runs", asked=f"fewer: {reason}")
    if made_before:
        looked = (
            f"{made_before} runs had been made before {held.registered_at:%Y-%m-%d %H:%M} UTC, and may have been seen"
        )
        yield Deviation(field="results looked at before", registered=NOTHING, asked=looked)


def _differences(old: Any, new: Any, path: str, joined: str = ".") -> Iterator[Deviation]:
    """Values of plain data that differ, each by its path."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if (path, key) != ("question", "name"):  # what its file is called
                yield from _differences(old.get(key), new.get(key), f"{path}{joined}{key}")
    elif _tables(old) and _tables(new) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, f"{path}.{number}")
    elif canonical(old) != canonical(new):
        yield Deviation(field=path, registered=_shown(old), asked=_shown(new))


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _shown(value: Any) -> str:
    return NOTHING if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
