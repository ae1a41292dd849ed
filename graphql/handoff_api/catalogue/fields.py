"""The fields of the two documents, with everything that a form needs to draw them."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Any

import strawberry

from handoff_api.http.cost import list_size
from handoff_api.problems import bad_input
from handoff_api.scalars import DocumentValue
from handoff_sim.policy import QUESTIONS, FieldInfo, Policy, field_at
from handoff_sim.policy.checks import plain
from handoff_sim.policy.declare import NONE, ROLES, Spec, spec_of
from handoff_sim.policy.group import Document, Group
from handoff_sim.policy.liability import CAUSES, preset
from handoff_sim.policy.price_rule import VALUES
from handoff_sim.policy.problems import one_of
from handoff_sim.policy.registry import block_group, fields_of, inner_group


@strawberry.enum
class FieldType(Enum):
    """What a field takes, and so which control of a form it needs."""

    SHARE = strawberry.enum_value("share", description="A number, part of a whole.")
    NUMBER = strawberry.enum_value("number", description="A number with a unit.")
    WHOLE = strawberry.enum_value("whole", description="A whole number with a unit.")
    FLAG = strawberry.enum_value("flag", description="True or false.")
    WORD = strawberry.enum_value("word", description="One of the options.")
    WORDS = strawberry.enum_value("words", description="A list of names: of the options, or any where there are none.")
    PLACES = strawberry.enum_value("places", description="A list of region numbers from 0.")
    TEXT = strawberry.enum_value("text", description="Free text that no rule reads.")
    PRICE_RULE = strawberry.enum_value(
        "price_rule",
        description="One of the options; those among the parts take a number, as {posted_share: 0.85}.",
    )
    LIABILITY = strawberry.enum_value(
        "liability", description="One of the options, or an object with a row of shares for every part."
    )
    BLOCKS = strawberry.enum_value("blocks", description="A list of objects whose fields are the parts.")


@strawberry.enum
class SeedQuestionId(Enum):
    """The paper's six questions."""

    Q1 = strawberry.enum_value("Q1", description=QUESTIONS["Q1"])
    Q2 = strawberry.enum_value("Q2", description=QUESTIONS["Q2"])
    Q3 = strawberry.enum_value("Q3", description=QUESTIONS["Q3"])
    Q4 = strawberry.enum_value("Q4", description=QUESTIONS["Q4"])
    Q5 = strawberry.enum_value("Q5", description=QUESTIONS["Q5"])
    Q6 = strawberry.enum_value("Q6", description=QUESTIONS["Q6"])


@strawberry.type
class SeedQuestion:
    """One of the paper's six questions about a distributed factory, which a rule of a policy helps to answer."""

    id: SeedQuestionId = strawberry.field(description="Its number, Q1 to Q6.")
    text: str = strawberry.field(description="The question itself.")

    @strawberry.field(directives=[list_size(30)])
    def rules(self) -> "list[DocumentField]":
        """Fields of the policy that bear on it, in the order of the document."""
        return policy_fields(question=self.id)


@strawberry.type
class DocumentField:
    """One field of a world or policy: what it means, what it takes, and its default."""

    path: str = strawberry.field(
        description="Dotted path, such as `payout.take` or `reputation.w.quality`; `*` stands for a block's number."
    )
    group: str | None = strawberry.field(description="First part of the path; null for a field of the document itself.")
    type: FieldType = strawberry.field(description="What it takes.")
    unit: str | None = strawberry.field(description="What a number counts; money units contain `$`; null for none.")
    low: float | None = strawberry.field(description="Smallest legal number, in the unit; null for no number.")
    high: float | None = strawberry.field(description="Largest legal number, in the unit; null for no number.")
    options: list[str] = strawberry.field(description="Legal words; empty where it takes no words or any.")
    default: DocumentValue = strawberry.field(
        description='As a document writes it, in the unit; the text "none" for a field left open.'
    )
    meaning: str = strawberry.field(description="What it is, in one line.")
    question: SeedQuestion | None = strawberry.field(description="The seed question it bears on; null for none.")
    optional: bool = strawberry.field(description='Whether the text "none" leaves it open.')
    vector: str | None = strawberry.field(
        description="Path of the vector it is an item of, whose items are set together; null for a value of its own."
    )
    total: float | None = strawberry.field(
        description="What the items of its vector, or the numbers of its row, must add up to; null for anything."
    )
    rising: bool = strawberry.field(description="Whether the items of its vector must not fall from one to the next.")
    labels: list[str] = strawberry.field(
        description="Names of the numbers of a row, in order, where the value is a row; empty for a single value."
    )
    parts: "list[DocumentField]" = strawberry.field(
        directives=[list_size(1)],
        description="What it is made of: numbers of a price rule, rows of a liability, fields of a block; else empty.",
    )


@cache
def questions() -> dict[str, SeedQuestion]:
    """The seed questions by their number."""
    return {key: SeedQuestion(id=SeedQuestionId(key), text=text) for key, text in QUESTIONS.items() if key != NONE}


def policy_fields(group: str | None = None, question: SeedQuestionId | None = None) -> list[DocumentField]:
    """Fields of the policy, of one group and for one question if asked.

    Raises
    ------
    GraphQLError: a group that the policy does not have
    """
    found = _of_group(Policy, group)
    return [field for field in found if question is None or (field.question and field.question.id is question)]


def document_fields(kind: type[Document], group: str | None = None) -> list[DocumentField]:
    """Fields of a document, of one group if asked.

    Raises
    ------
    GraphQLError: a group that the document does not have
    """
    return _of_group(kind, group)


def _of_group(kind: type[Document], group: str | None) -> list[DocumentField]:
    found = _fields(kind)
    if group is None:
        return list(found)
    groups = tuple(dict.fromkeys(field.group for field in found if field.group))
    if group not in groups:
        raise bad_input("group", one_of(groups), group[:60])
    return [field for field in found if field.group == group]


@cache
def _fields(kind: type[Document]) -> tuple[DocumentField, ...]:
    return tuple(_drawn(kind, info) for info in fields_of(kind))


def _drawn(kind: type[Document], info: FieldInfo) -> DocumentField:
    field, spec = _declared_at(kind, info.path)
    parts = {"price_rule": _price_parts, "liability": _liability_parts}.get(info.type)
    drawn = _field(info, total=spec.total, rising=spec.rising)
    if info.type == "blocks":
        drawn.parts = list(_block_parts(block_group(field), info.path))
    elif parts is not None:
        drawn.parts = list(parts(kind, info))
    return drawn


def _field(info: FieldInfo, **more: Any) -> DocumentField:
    shown = {"total": None, "rising": False, "labels": [], "parts": [], **more}
    return DocumentField(
        path=info.path,
        group=info.group or None,
        type=FieldType(info.type),
        unit=info.unit or None,
        low=info.low,
        high=info.high,
        options=list(info.options),
        default=DocumentValue(list(info.default) if isinstance(info.default, tuple) else info.default),
        meaning=info.meaning,
        question=questions().get(info.question),
        optional=info.optional,
        vector=info.vector or None,
        **shown,
    )


def _declared_at(kind: type[Group], path: str) -> tuple[Any, Spec]:
    """Pydantic field and declaration at a path of the registry; for an item, those of its vector."""
    for part in path.split("."):
        field = kind.model_fields[part]
        spec, inner = spec_of(field), inner_group(field)
        if spec is not None:
            return field, spec
        if inner is not None:
            kind = inner
    raise KeyError(path)


def _price_parts(kind: type[Document], info: FieldInfo) -> Iterator[DocumentField]:
    for rule in VALUES:
        part = field_at(kind, f"{info.path}.{rule.name.lower()}")
        if part is not None:
            yield _field(part)


def _liability_parts(_: type[Document], info: FieldInfo) -> Iterator[DocumentField]:
    for cause, row in zip(CAUSES, preset(info.default).rows, strict=True):
        part = replace(
            info,
            path=f"{info.path}.{cause}",
            type="share",
            low=0.0,
            high=1.0,
            options=(),
            default=list(row),
            meaning=f"{info.meaning}: {cause}",
        )
        yield _field(part, total=1.0, labels=list(ROLES))


def _block_parts(block: type[Group] | None, path: str) -> Iterator[DocumentField]:
    for name, field in block.model_fields.items() if block else ():
        spec = spec_of(field)
        if spec is None:
            continue
        info = FieldInfo(
            path=f"{path}.*.{name}",
            group=path.partition(".")[0],
            type=spec.kind,
            unit=spec.unit,
            low=spec.low,
            high=spec.high,
            options=spec.options,
            default=plain(spec, field.default),
            meaning=spec.meaning,
            question=spec.question,
            optional=spec.optional,
        )
        yield _field(info, total=spec.total, rising=spec.rising, labels=list(spec.labels))
