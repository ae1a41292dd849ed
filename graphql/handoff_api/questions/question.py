"""A question as the schema has it: what is varied, what is looked at, what is expected, how much work it is."""

from enum import Enum

import strawberry

from handoff_api.catalogue.changes import ChangedField, changed_fields
from handoff_api.http.cost import cost, list_size
from handoff_api.scalars import DocumentValue, Seed
from handoff_experiments.questions import QuestionFile, question, questions
from handoff_experiments.questions.document import HERE, FactorTable, Size
from handoff_experiments.questions.plan import plan


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
    levels: list[FactorLevel] = strawberry.field(directives=[list_size(5)], description="Its levels.")


@strawberry.type
class QuestionWork:
    """How much work a question is in one size."""

    size: QuestionSize = strawberry.field(description="The size.")
    worlds: list[str] = strawberry.field(description="Worlds of the catalogue that it is asked in.")
    pairs: int = strawberry.field(description="Seeds, each lived through under every combination and the baseline.")
    weeks: int | None = strawberry.field(description="Weeks of each run; null for each world's own.")
    combinations: int = strawberry.field(description="Policies that are compared with the baseline in each world.")
    runs: int = strawberry.field(description="Runs of them all.")
    shop_weeks: float = strawberry.field(description="Runs x weeks x shops.")


@strawberry.type
class Expectation:
    """What somebody expects to come out, so that a surprise is seen as one."""

    text: str = strawberry.field(description="What is expected.")
    source: str = strawberry.field(description="Who expects it.")


@strawberry.type
class Question:
    """A question that varies rules or worlds, and holds each combination against a baseline under the same luck."""

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
    def baseline(self) -> str:
        """The policy that everything is compared with."""
        return self.file.baseline

    @strawberry.field
    def policy(self) -> str:
        """The policy that is varied."""
        return self.file.policy

    @strawberry.field
    def seed(self) -> Seed:
        """Root from which the seeds of the pairs are derived."""
        return Seed(self.file.seed)

    @strawberry.field(directives=[list_size(5)])
    def factors(self) -> list[Factor]:
        """What is varied."""
        return [_factor(each) for each in self.file.factors]

    @strawberry.field
    def metrics(self) -> list[str]:
        """Codes of the metrics that are looked at; the first decides."""
        return list(self.file.metrics)

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
    return Factor(name=factor.name, of=factor.of, levels=levels)


def _work(asked: QuestionFile, size: QuestionSize) -> QuestionWork:
    chosen = size_of(size)
    effort, planned = asked.effort(chosen), plan(asked, chosen)
    return QuestionWork(
        size=size,
        worlds=list(effort.worlds),
        pairs=effort.pairs,
        weeks=effort.weeks,
        combinations=planned.combinations,
        runs=planned.runs,
        shop_weeks=float(planned.shop_weeks),
    )
