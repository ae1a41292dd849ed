"""What came out of a question, as the schema has it: words, combinations, effects, tables and pictures."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import strawberry

from handoff_api.experiments.contrasts import Verdict
from handoff_api.experiments.pictures import Figure, figure
from handoff_api.http.cost import list_size
from handoff_api.http.errors import Code, refusal
from handoff_api.scalars import FloatSeries

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
class WorldFailure:
    """A world in which nothing could be finished."""

    world: str = strawberry.field(description="Name of the world.")
    reason: str = strawberry.field(description="Why.")


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
    """The hash of a part of an answer."""

    name: str = strawberry.field(description="Which part, such as the name of a world.")
    sha256: str = strawberry.field(description="SHA-256 of its result without durations, 64 hex digits.")


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
        factors = [each["name"] for each in self._told["question"].get("factors", ())]
        return [_combination(row, factors) for row in self._rows("combinations", world, metric)]

    @strawberry.field(directives=[list_size(200)])
    def effects(self, world: World = None, metric: MetricCode = None) -> list[LevelEffect]:
        """What each level does against the average of all combinations; empty for a question without factors."""
        names = ("world", "factor", "level", "metric", "title", "unit", "effect", "low", "high", "pairs")
        return [LevelEffect(**{name: row[name] for name in names}) for row in self._rows("effects", world, metric)]

    @strawberry.field(directives=[list_size(5)])
    def failures(self) -> list[WorldFailure]:
        """Worlds in which nothing could be finished; the others are answered all the same."""
        found: Mapping[str, str] = self._told.get("failures", {})
        return [WorldFailure(world=world, reason=reason) for world, reason in found.items()]

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

    @strawberry.field(directives=[list_size(10)])
    def hashes(self) -> list[ContentHash]:
        """Hashes of the results that it stands on: equal for equal results, on any machine."""
        found: Mapping[str, str] = self._told.get("results", {})
        return [ContentHash(name=name, sha256=each) for name, each in found.items()]

    @property
    def _told(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.kept["answer"]
        return told

    def _rows(self, name: str, world: str | None, metric: str | None) -> list[Mapping[str, Any]]:
        rows: Sequence[Mapping[str, Any]] = self._told.get(name, ())
        return [row for row in rows if world in (None, row["world"]) and metric in (None, row["metric"])]


def _combination(row: Mapping[str, Any], factors: Sequence[str]) -> Combination:
    names = ("world", "combination", "metric", "title", "unit", "difference", "low", "high", "pairs")
    verdict = row["verdict"]
    return Combination(
        **{name: row[name] for name in names},
        levels=[LevelOf(factor=factor, level=row[factor]) for factor in factors if row.get(factor) is not None],
        verdict=None if verdict is None else Verdict(verdict.lower()),
    )


def _column(column: Mapping[str, Any]) -> TableColumn:
    return TableColumn(name=column["name"], numbers=column.get("numbers"), texts=column.get("texts"))
