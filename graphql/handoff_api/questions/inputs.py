"""What a client gives as a question, and the one way from there to a spec."""

import strawberry

from handoff_api.questions.question import QuestionSize, size_of
from handoff_api.scalars import QuestionDocument
from handoff_experiments.questions import QuestionFile, question, questions
from handoff_experiments.questions.document import HERE
from handoff_experiments.service import AskedSpec, Desk, NoSuchExperiment
from handoff_experiments.service.asked import from_document, from_toml
from handoff_sim.policy import DocumentError, Problem
from handoff_sim.policy.problems import closest_first, one_of, shown

MOST_TEXT = 100_000  # characters of a file; the longest of the catalogue has a fiftieth


@strawberry.input(one_of=True)
class QuestionInput:
    """A question, in one of four ways. Worlds and policies that it names are those of the catalogue."""

    name: strawberry.Maybe[str] = strawberry.field(description="Name in the catalogue.")
    toml: strawberry.Maybe[str] = strawberry.field(description="Text of a question file.")
    document: strawberry.Maybe[QuestionDocument] = strawberry.field(description="A question file as an object.")
    asked: strawberry.Maybe[strawberry.ID] = strawberry.field(
        description="Identifier of one that was asked, to ask it in another size."
    )


def spec_of(given: QuestionInput, size: QuestionSize, desk: Desk) -> AskedSpec:
    """The spec of an input; reads the store, so not for the event loop.

    Raises
    ------
    DocumentError: every problem at once; ``name`` is the path of an unknown name, ``toml`` that of unreadable text,
        ``asked`` that of an unknown identifier
    StoreError: the store cannot be read
    """
    asked, text = _read(given, desk)
    return AskedSpec.of(asked, size_of(size), toml=text)


def _read(given: QuestionInput, desk: Desk) -> tuple[QuestionFile, str | None]:
    """The question, and the text of its file if there is one."""
    if given.name is not None:
        name = given.name.value
        if name not in questions():
            options = closest_first(name, questions())
            problem = Problem(path="name", expected=one_of(options), found=shown(name), options=options)
            raise DocumentError("question", [problem])
        return question(name), (HERE / f"{name}.toml").read_text(encoding="utf-8")
    if given.toml is not None:
        text = given.toml.value
        if len(text) > MOST_TEXT:
            expected = f"at most {MOST_TEXT:,} characters"
            raise DocumentError("question", [Problem(path="toml", expected=expected, found=f"{len(text):,}")])
        return from_toml(text), text
    if given.document is not None:
        return from_document(given.document.value), None
    if given.asked is not None:
        try:
            spec = AskedSpec.model_validate(desk.record(str(given.asked.value), kind="question").spec)
        except NoSuchExperiment:
            expected = "the identifier of a question that was asked"
            problem = Problem(path="asked", expected=expected, found=shown(str(given.asked.value)))
            raise DocumentError("question", [problem]) from None
        return spec.document(), spec.toml
    raise ValueError("expected a name, a text, a document or an identifier; found none")  # oneOf lets nobody come here
