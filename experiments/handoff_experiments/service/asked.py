"""A question that is asked, as plain data that is kept in full."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from handoff_experiments.questions.document import QuestionFile, Size, checked
from handoff_experiments.questions.head import canonical_hash
from handoff_experiments.questions.kinds import KINDS
from handoff_experiments.service.spec import Part
from handoff_experiments.store.identity import this_model
from handoff_experiments.versions import versions_of_model
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, Problem
from handoff_sim.policy.problems import closest_first, one_of, shown

NAMED: Mapping[str, str] = {  # keys of a question that name entries of the catalogue, and of which part of it
    "policy": "policies",
    "policies": "policies",
    "baseline": "policies",
    "world": "worlds",
    "worlds": "worlds",
    "arms": "policies",  # of a sweep; those of other questions are tables
    "contest": "policies",
}
UNNAMED = "own"  # what a question is called whose document has no name


class AskedSpec(Part):
    """A question in one of its sizes; ``question`` is its file with every key stated, ``toml`` its text if given."""

    format: Literal["handoff-asked-1"] = "handoff-asked-1"
    question: dict[str, Any]
    size: Size
    toml: str | None = None

    @classmethod
    def of(cls, asked: QuestionFile, size: Size, *, toml: str | None = None) -> Self:
        """A question as it is kept."""
        return cls(question=asked.model_dump(mode="json"), size=size, toml=toml)

    def described(self) -> QuestionFile:
        """The question as it was asked, for reading only: whether it could be asked now is not looked at.

        Raises:
            ValueError: If this version of Handoff has other keys, or no such kind.
        """
        kind = KINDS.get(self.question["kind"])
        if kind is None:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}; found {self.question['kind']}")
        return kind.document.model_validate(self.question)

    def document(self) -> QuestionFile:
        """The question.

        Raises:
            DocumentError: If this version of Handoff has other keys, worlds, policies or metrics.
        """
        return checked(self.question, file="question")

    @property
    def content_hash(self) -> str:
        """SHA-256 of what decides the answer: question, size, worlds, policies, model and program (64 hex digits).

        Raises:
            DocumentError: As for `document`.
        """
        asked = self.document()
        return canonical_hash(
            {
                "name": asked.name,
                "question": asked.content_hash,
                "size": self.size,
                "documents": asked.documents(self.size),
                "versions": versions_of_model(this_model()),
            }
        )


def from_toml(text: str) -> QuestionFile:
    """A question that somebody sent as the text of a file.

    Raises:
        DocumentError: No TOML, or a question with faults; every one of them at once.
    """
    try:
        return from_document(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DocumentError("question", [Problem(path="toml", expected="TOML", found=str(error))]) from None


def from_document(document: Mapping[str, Any]) -> QuestionFile:
    """A question that somebody sent as data. Worlds and policies are those of the catalogue: no file is read.

    Raises:
        DocumentError: A question with faults; every one of them at once.
    """
    strangers = list(_strangers(document, ""))
    if strangers:
        raise DocumentError("question", strangers)
    return checked({"name": UNNAMED, **document}, file="question")


def _strangers(value: Any, path: str) -> Iterator[Problem]:
    """Names of worlds and policies that the catalogue does not have."""
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _strangers(item, f"{path}.{number}" if path else str(number))
    if not isinstance(value, Mapping):
        return
    for key, item in value.items():
        place = f"{path}.{key}" if path else str(key)
        yield from _strangers(item, place)
        if key not in NAMED:
            continue
        known = catalogue.worlds() if NAMED[key] == "worlds" else catalogue.policies()
        for name in [item] if isinstance(item, str) else item if isinstance(item, list) else []:
            if isinstance(name, str) and name not in known:
                options = closest_first(name, known)
                yield Problem(path=place, expected=one_of(options), found=shown(name), options=options)
