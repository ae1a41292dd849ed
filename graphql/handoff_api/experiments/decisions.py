"""One decision as the schema has it: yes or no, why, what it adds up from, and what would have turned it."""

from enum import Enum

import strawberry

from handoff_api.experiments.pictures import Figure, figure
from handoff_api.experiments.taking import Document, each, if_any, taking
from handoff_api.http.cost import list_size
from handoff_experiments.explaining.decisions import DecidedBy as By

MOST_TERMS = 26


@strawberry.enum
class DecidedBy(Enum):
    """What an answer came from."""

    RULE = strawberry.enum_value(str(By.RULE), description="The rule answered so.")
    PROCEDURE = strawberry.enum_value(
        str(By.PROCEDURE), description="Hours ran out, an offer bound already, or entry was refused."
    )
    SEAT = strawberry.enum_value(
        str(By.SEAT), description="Somebody in the seat, or a strategy, answered otherwise than the rule."
    )
    RECORD = strawberry.enum_value(str(By.RECORD), description="Nothing was chosen: these are costs of what was.")


@strawberry.type
class DecisionTerm:
    """One number that the one who decided was told."""

    name: str = strawberry.field(description="Its name, such as `opportunity`.")
    meaning: str = strawberry.field(description="What it is called in a shop.")
    unit: str = strawberry.field(description="Unit of its value, such as `$` or `weeks`.")
    value: float | None = strawberry.field(
        description="Its value in the unit, costs positive; 1 or 0 for yes or no; null for a way that was closed."
    )
    asked: bool = strawberry.field(
        description="Whether the rule asks it; else it acts through other terms, or follows from them."
    )
    contribution: float | None = strawberry.field(
        description="What it alone adds, in the unit of the total or of the costs; null where it adds nothing alone."
    )


@strawberry.type
class DecisionPart:
    """One addend: a step of a waterfall, or a piece of a cost."""

    label: str = strawberry.field(description="What it is, in words.")
    amount: float = strawberry.field(
        description="How much: of a total in its unit, positive where it speaks for yes; of a way's cost in $."
    )
    term: str | None = strawberry.field(description="Name of the term it comes from; null where several make it up.")


@strawberry.type
class DecisionWay:
    """One way to have work made, and what it would have cost."""

    label: str = strawberry.field(description="Who would have made it.")
    cost: float | None = strawberry.field(description="Its cost, $; null for a way that was closed.")
    parts: list[DecisionPart] = strawberry.field(
        directives=[list_size(6)], description="What the cost adds up from; empty for a way that was closed."
    )


@strawberry.type
class TurningPoint:
    """The nearest value of one term, the others kept, at which the rule answers otherwise."""

    term: str = strawberry.field(description="Name of the term.")
    meaning: str = strawberry.field(description="What it is called in a shop.")
    unit: str = strawberry.field(description="Unit of its values.")
    now: float | None = strawberry.field(description="Its value, in the unit; null for a way that was closed.")
    then: float = strawberry.field(description="The value that turns the answer, in the unit.")
    change: float | None = strawberry.field(
        description="What would turn it if added, in the unit; null for a closed way."
    )
    relative: float | None = strawberry.field(
        description="Size of the change as a share of the value; null where the value is zero, or a way was closed."
    )
    becomes: str = strawberry.field(description="The other answer in one word.")
    words: str = strawberry.field(description="All that in words.")


@strawberry.type
class DecisionSlope:
    """How an amount, such as care in the work, moves with one term."""

    term: str = strawberry.field(description="Name of the term.")
    meaning: str = strawberry.field(description="What it is called in a shop.")
    unit: str = strawberry.field(description="Unit of its values.")
    now: float = strawberry.field(description="Its value, in the unit.")
    then: float = strawberry.field(description="A tenth more of it, in the unit.")
    amount: float = strawberry.field(description="The amount that was chosen, in steps of care.")
    amount_then: float = strawberry.field(description="The amount with a tenth more of the term, in steps of care.")
    words: str = strawberry.field(description="All that in words.")


@strawberry.type
class Decision:
    """One decision, and why it came out as it did."""

    who: str = strawberry.field(description="Who decided, such as `shop 4`.")
    kind: str = strawberry.field(description="Kind of decision, such as `HANDOFF_RESPONSE`.")
    rule: str = strawberry.field(description="Number of the rule in the model, such as `R11`.")
    routine: bool = strawberry.field(description="Whether it is taken for every piece of work, and the rule took it.")
    question: str = strawberry.field(description="What was asked, about what.")
    answer: str = strawberry.field(description="The answer, yes or no first.")
    because: str = strawberry.field(description="Why, in one sentence.")
    mattered: list[str] = strawberry.field(directives=[list_size(5)], description="What weighed most, in words.")
    side: str = strawberry.field(description="The answer in one word, as it was recorded: such as `yes` or `no`.")
    rule_side: str | None = strawberry.field(description="What the rule answers, in one word; null where it has none.")
    decided_by: DecidedBy = strawberry.field(description="What the answer came from.")
    code: str | None = strawberry.field(description="Code of the answer, such as `PRICE`; null where it has none.")
    outcome: str | None = strawberry.field(description="What came of it in the same week; null where nothing is known.")
    job: str | None = strawberry.field(description="Name of the job it is about; null for none.")
    operation: str | None = strawberry.field(description="Operation of the job; null for none, or for all.")
    other: str | None = strawberry.field(description="Who is on the other side, such as `buyer 3`; null for nobody.")
    value: float | None = strawberry.field(description="What was looked at, in `valueUnit`; null where there was none.")
    threshold: float | None = strawberry.field(
        description="What it was held against, in `valueUnit`; null where there was none."
    )
    value_unit: str = strawberry.field(description="Unit of value and threshold, such as `$`.")
    load_weeks: float = strawberry.field(description="Work ahead of the machines, weeks.")
    terms: list[DecisionTerm] = strawberry.field(
        directives=[list_size(MOST_TERMS)], description="Everything that the one who decided was told."
    )
    parts: list[DecisionPart] = strawberry.field(
        directives=[list_size(13)],
        description="What the total adds up from, in the order of a waterfall; empty where nothing is added up.",
    )
    total: float | None = strawberry.field(description="Sum of the parts, in `totalUnit`; null without parts.")
    total_label: str | None = strawberry.field(description="What the total is, in words; null without parts.")
    total_unit: str | None = strawberry.field(description="Unit of total and parts, such as `$`; null without parts.")
    ways: list[DecisionWay] = strawberry.field(
        directives=[list_size(4)], description="Ways to have the work made, where that was asked; else empty."
    )
    flips: list[TurningPoint] = strawberry.field(
        directives=[list_size(MOST_TERMS)],
        description="What would have turned it, the smallest relative change first; empty where no rule decided.",
    )
    firm: list[str] = strawberry.field(
        directives=[list_size(MOST_TERMS)], description="Names of terms no change of which alone would have turned it."
    )
    firm_words: str | None = strawberry.field(description="The same in words; null where there are none.")
    slopes: list[DecisionSlope] = strawberry.field(
        directives=[list_size(11)], description="How an amount moves with its terms, the strongest first; else empty."
    )
    picture: Figure | None = strawberry.field(
        description="Its sum or ways, and how far each term was from turning it; null for a routine one."
    )


part = taking(DecisionPart)
_decision = taking(
    Decision,
    decided_by=lambda document: DecidedBy(document["decided_by"]),
    other="other_side",
    terms=each(taking(DecisionTerm, meaning="label"), "terms"),
    parts=each(part, "parts"),
    ways=each(taking(DecisionWay, parts=each(part, "parts")), "ways"),
    flips=each(taking(TurningPoint, meaning="label"), "flips"),
    slopes=each(taking(DecisionSlope, meaning="label"), "slopes"),
    picture=if_any(figure, "picture"),
)


def decision(document: Document, picture: Document | None) -> Decision:
    """A decision from its document, with its picture where it has one."""
    return _decision({**document, "picture": picture})
