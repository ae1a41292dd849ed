"""A question as the schema has it: what is varied, what is looked at, what is expected, how much work it is."""

from enum import Enum

import strawberry

from handoff_api.catalogue.changes import ChangedField, changed_fields
from handoff_api.http.cost import cost, list_size
from handoff_api.scalars import DocumentValue, Seed
from handoff_experiments.questions import QuestionFile, question, questions
from handoff_experiments.questions.document import HERE, Size
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.questions.factors import FactorTable


@strawberry.enum
class QuestionSize(Enum):
    """How much is run for a question."""

    FULL = strawberry.enum_value("full", description="As often as the model's plan has it; can take hours.")
    QUICK = strawberry.enum_value("quick", description="Minutes on two cores: fewer seeds, weeks or worlds.")


@strawberry.type
class FactorLevel:
    """One level of a factor."""

    name: str = strawberry.field(description="Its name.")
    sets: list[ChangedField] = strawberry.field(
        directives=[list_size(3)], description="Fields that it sets; none for the document as it is."
    )


@strawberry.type
class Factor:
    """Something that is varied."""

    name: str = strawberry.field(description="Its name.")
    of: str = strawberry.field(description="What it is a part of: policy or world.")
    levels: list[FactorLevel] = strawberry.field(
        directives=[list_size(5)], description="Its levels; empty for one that is sampled from a range."
    )
    low: float | None = strawberry.field(description="Lower end of its range; null for one with levels.")
    high: float | None = strawberry.field(description="Upper end of its range; null for one with levels.")


@strawberry.type
class QuestionWork:
    """How much work a question is in one size."""

    size: QuestionSize = strawberry.field(description="The size.")
    worlds: list[str] = strawberry.field(description="Worlds of the catalogue that it is asked in.")
    pairs: int | None = strawberry.field(
        description="Seeds, each lived through under every combination and the baseline; null where it has none."
    )
    weeks: int | None = strawberry.field(description="Weeks of each run; null for each world's own.")
    combinations: int = strawberry.field(description="Policies that are compared with the baseline in each world.")
    runs: int = strawberry.field(description="Runs of them all, at most.")
    shop_weeks: float = strawberry.field(description="Runs x weeks x shops.")


@strawberry.type
class Expectation:
    """What somebody expects to come out, so that a surprise is seen as one."""

    text: str = strawberry.field(description="What is expected.")
    source: str = strawberry.field(description="Who expects it.")


@strawberry.type
class Question:
    """A question that an experiment answers: what is varied, what is looked at, and what is expected."""

    file: strawberry.Private[QuestionFile]
    written: strawberry.Private[str | None]

    @strawberry.field
    def name(self) -> str:
        """Its name in the catalogue, or in its own file."""
        return self.file.name

    @strawberry.field
    def number(self) -> str:
        """Its number, such as `E8`; empty for none."""
        return self.file.number

    @strawberry.field
    def title(self) -> str:
        """Title for people."""
        return self.file.title

    @strawberry.field
    def question(self) -> str:
        """The question itself, in one sentence."""
        return self.file.question

    @strawberry.field
    def source(self) -> str:
        """Where the question comes from."""
        return self.file.source

    @strawberry.field
    def kind(self) -> str:
        """What kind of question it is, such as `factorial` or `calibration`."""
        return self.file.kind

    @strawberry.field
    def baseline(self) -> str | None:
        """The policy that everything is compared with; null where nothing is."""
        return getattr(self.file, "baseline", None)

    @strawberry.field
    def policies(self) -> list[str]:
        """Policies of the catalogue that it names, the baseline first if there is one."""
        return list(dict.fromkeys(self.file.policies()))

    @strawberry.field
    def seed(self) -> Seed:
        """Root from which the seeds of the pairs are derived."""
        return Seed(self.file.seed)

    @strawberry.field(directives=[list_size(5)])
    def factors(self) -> list[Factor]:
        """What is varied: arms, factors and mixes; empty where nothing is."""
        varied = self.file.varied("full") if isinstance(self.file, FactorialQuestion) else ()
        found: tuple[FactorTable, ...] = varied or getattr(self.file, "factors", ())
        return [_factor(each) for each in found]

    @strawberry.field
    def metrics(self) -> list[str]:
        """Codes of the metrics that are looked at, the first decides; empty where none is."""
        return list(getattr(self.file, "metrics", ()))

    @strawberry.field
    def estimand(self) -> str:
        """What is estimated; empty where nobody said."""
        return self.file.estimand

    @strawberry.field
    def decision_rule(self) -> str:
        """What is decided by it; empty where nobody said."""
        return self.file.decision_rule

    @strawberry.field
    def content_hash(self) -> str:
        """SHA-256 of what it says, however its file is laid out or called (64 hex digits)."""
        return self.file.content_hash

    @strawberry.field(directives=[cost(2), list_size(2)])
    def sizes(self) -> list[QuestionWork]:
        """How much work it is, quick and full."""
        return [_work(self.file, size) for size in (QuestionSize.QUICK, QuestionSize.FULL)]

    @strawberry.field
    def expected(self) -> Expectation | None:
        """What somebody expects to come out; null where nobody said."""
        found = self.file.expected
        return None if found is None else Expectation(text=found.text, source=found.source)

    @strawberry.field
    def would_change_it(self) -> str:
        """What would change the answer."""
        return self.file.would_change_it

    @strawberry.field
    def document(self) -> DocumentValue:
        """Its file as an object, every key stated."""
        return DocumentValue(self.file.model_dump(mode="json"))

    @strawberry.field
    def toml(self) -> str | None:
        """Text of its file, to change it and ask again; null for one that was sent as an object."""
        return self.written


def catalogue_questions() -> list[Question]:
    """The questions of the catalogue, in the order of their numbers."""
    return [
        Question(file=question(name), written=(HERE / f"{name}.toml").read_text(encoding="utf-8"))
        for name in questions()
    ]


def size_of(size: QuestionSize) -> Size:
    """A size as a question file has it."""
    return "quick" if size is QuestionSize.QUICK else "full"


def _factor(factor: FactorTable) -> Factor:
    levels = [FactorLevel(name=level.name, sets=changed_fields(level.sets)) for level in factor.named]
    low, high = factor.range or (None, None)
    return Factor(name=factor.name, of=factor.of, levels=levels, low=low, high=high)


def _work(asked: QuestionFile, size: QuestionSize) -> QuestionWork:
    chosen = size_of(size)
    effort, planned = asked.effort(chosen), asked.plan(chosen)
    return QuestionWork(
        size=size,
        worlds=list(effort.worlds),
        pairs=getattr(effort, "pairs", None),
        weeks=effort.weeks,
        combinations=planned.combinations,
        runs=planned.runs,
        shop_weeks=float(planned.shop_weeks),
    )
