"""What came out of a question, as the schema has it: words, combinations, effects, tables and pictures."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import strawberry

from handoff_api.experiments.contrasts import Verdict
from handoff_api.experiments.pictures import Figure, figure
from handoff_api.experiments.taking import taking
from handoff_api.http.cost import list_size
from handoff_api.http.errors import Code, refusal
from handoff_api.scalars import FloatSeries

OF_A_COMBINATION = (  # keys of its row that are no level of a factor
    "world",
    "combination",
    "metric",
    "title",
    "unit",
    "difference",
    "low",
    "high",
    "verdict",
    "pairs",
)
World = Annotated[str | None, strawberry.argument(description="Only this world, by name.")]
MetricCode = Annotated[str | None, strawberry.argument(description="Only this metric, by code.")]


@strawberry.type
class LevelOf:
    """The level that a combination has of a factor."""

    factor: str = strawberry.field(description="Name of the factor.")
    level: str = strawberry.field(description="Name of the level.")


@strawberry.type
class Combination:
    """One combination of levels against the baseline, in one world and metric."""

    world: str = strawberry.field(description="Name of the world.")
    combination: str = strawberry.field(description="Its name.")
    levels: list[LevelOf] = strawberry.field(directives=[list_size(4)], description="Its level of each factor.")
    metric: str = strawberry.field(description="Code of the metric.")
    title: str = strawberry.field(description="Title of the metric.")
    unit: str = strawberry.field(description="Unit of the difference and its bounds.")
    difference: float | None = strawberry.field(description="Combination minus baseline, in the unit.")
    low: float | None = strawberry.field(description="Lower bound, in the unit; all bounds hold together.")
    high: float | None = strawberry.field(description="Upper bound, in the unit.")
    verdict: Verdict | None = strawberry.field(description="Null where neither more nor less is better.")
    pairs: int = strawberry.field(description="Pairs it rests on.")


@strawberry.type
class LevelEffect:
    """What a level of a factor does in one world and metric, against the average of all combinations."""

    world: str = strawberry.field(description="Name of the world.")
    factor: str = strawberry.field(description="Name of the factor.")
    level: str = strawberry.field(description="Name of the level.")
    metric: str = strawberry.field(description="Code of the metric.")
    title: str = strawberry.field(description="Title of the metric.")
    unit: str = strawberry.field(description="Unit of the effect and its bounds.")
    effect: float | None = strawberry.field(description="Mean of its combinations less that of all, in the unit.")
    low: float | None = strawberry.field(description="Lower bound, in the unit.")
    high: float | None = strawberry.field(description="Upper bound, in the unit.")
    pairs: int = strawberry.field(description="Pairs it rests on.")


@strawberry.type
class DirectionFound:
    """An expected direction beside what came out: the last level of a factor less its first, in the first metric."""

    factor: str = strawberry.field(description="Name of the factor.")
    first: str = strawberry.field(description="Its first level.")
    last: str = strawberry.field(description="Its last level.")
    metric: str = strawberry.field(description="Code of the metric.")
    unit: str = strawberry.field(description="Unit of the difference and its bounds.")
    expected: str = strawberry.field(description="What was expected: higher or lower.")
    difference: float | None = strawberry.field(description="Last level minus first, in the unit.")
    low: float | None = strawberry.field(description="Lower bound, in the unit.")
    high: float | None = strawberry.field(description="Upper bound, in the unit.")
    verdict: str = strawberry.field(description="as expected, against it, or undecided.")


@strawberry.type
class TableColumn:
    """A column of a table: numbers or texts."""

    name: str = strawberry.field(description="Its name.")
    numbers: FloatSeries | None = strawberry.field(description="Its numbers, null where there is none; or null.")
    texts: list[str | None] | None = strawberry.field(description="Its texts, null where there is none; or null.")


@strawberry.type
class Table:
    """A table of an answer, column by column."""

    title: str = strawberry.field(description="What it holds.")
    columns: list[TableColumn] = strawberry.field(directives=[list_size(15)], description="Its columns, equally long.")


@strawberry.type
class ContentHash:
    """The hash of something that an answer stands on."""

    name: str = strawberry.field(description="Name of the world or policy.")
    sha256: str = strawberry.field(description="SHA-256, 64 hex digits.")


@strawberry.type
class Answer:
    """What came out of a question."""

    kept: strawberry.Private[Mapping[str, Any]]

    @strawberry.field
    def complete(self) -> bool:
        """Whether everything that was planned was finished."""
        return bool(self._told["complete"])

    @strawberry.field
    def sentences(self) -> list[str]:
        """The answer in words."""
        return list(self._told["sentences"])

    @strawberry.field(directives=[list_size(500)])
    def combinations(self, world: World = None, metric: MetricCode = None) -> list[Combination]:
        """Every combination against the baseline; empty for a question that has none."""
        return [_combination(row) for row in self._rows("combinations", world, metric)]

    @strawberry.field(directives=[list_size(200)])
    def effects(self, world: World = None, metric: MetricCode = None) -> list[LevelEffect]:
        """What each level does against the average of all combinations; empty for a question without factors."""
        names = ("world", "factor", "level", "metric", "title", "unit", "effect", "low", "high", "pairs")
        return [LevelEffect(**{name: row[name] for name in names}) for row in self._rows("effects", world, metric)]

    @strawberry.field(directives=[list_size(5)])
    def directions(self) -> list[DirectionFound]:
        """Directions that were expected, beside what came out; empty where nobody stated any."""
        return [direction(each) for each in self._told.get("directions", ())]

    @strawberry.field
    def failures(self) -> list[str]:
        """What broke, and where, such as a world in which nothing could be run; others are answered all the same."""
        return list(self._told.get("failures", ()))

    @strawberry.field(directives=[list_size(10)])
    def tables(self) -> list[Table]:
        """Every table, whatever kind of question it is."""
        return [
            Table(title=table["title"], columns=[_column(each) for each in table["columns"]])
            for table in self.kept["tables"]
        ]

    @strawberry.field(directives=[list_size(20)])
    def figures(self) -> list[Figure]:
        """Its pictures."""
        return [figure(each) for each in self.kept["figures"]]

    @strawberry.field
    def figure(
        self, name: Annotated[str, strawberry.argument(description="Its name, as `figures` have it.")]
    ) -> Figure:
        """One of its pictures."""
        known = {each["name"]: each for each in self.kept["figures"]}
        if name not in known:
            raise refusal(f"figure: expected one of {', '.join(known)}; found {name}", Code.BAD_USER_INPUT)
        return figure(known[name])

    @strawberry.field
    def method(self) -> str:
        """How effects were computed; empty for a question without."""
        return str(self._told.get("method", ""))

    @strawberry.field(directives=[list_size(5)])
    def results(self) -> list[ContentHash]:
        """Hashes of the comparisons that it stands on, by world: equal for equal results, on any machine."""
        return _hashes(self._told.get("results", {}))

    @strawberry.field(directives=[list_size(30)])
    def hashes(self) -> list[ContentHash]:
        """Content hashes of the worlds and policies that were run."""
        return _hashes(self._told.get("hashes", {}))

    @property
    def _told(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.kept["answer"]
        return told

    def _rows(self, name: str, world: str | None, metric: str | None) -> list[Mapping[str, Any]]:
        rows: Sequence[Mapping[str, Any]] = self._told.get(name, ())
        return [row for row in rows if world in (None, row["world"]) and metric in (None, row["metric"])]


direction = taking(DirectionFound)


def _combination(row: Mapping[str, Any]) -> Combination:
    levels = [LevelOf(factor=name, level=each) for name, each in row.items() if name not in OF_A_COMBINATION]
    return Combination(
        **{name: row[name] for name in OF_A_COMBINATION if name != "verdict"},
        levels=levels,
        verdict=None if row["verdict"] is None else Verdict(row["verdict"].lower()),
    )


def _column(column: Mapping[str, Any]) -> TableColumn:
    return TableColumn(name=column["name"], numbers=column.get("numbers"), texts=column.get("texts"))


def _hashes(found: Mapping[str, str]) -> list[ContentHash]:
    return [ContentHash(name=name, sha256=each) for name, each in found.items()]
