"""What came out of a factorial question: words, tables and pictures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import Contrast
from handoff_experiments.designs import aliases
from handoff_experiments.questions.answer import head_of, rows
from handoff_experiments.questions.directions import DirectionFound, OneWorld, directions_found
from handoff_experiments.questions.effects import METHOD, LevelEffect
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.questions.factors import FractionalDesign
from handoff_experiments.questions.head import Size
from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.wording import amount, interval, listed

if TYPE_CHECKING:
    from handoff_experiments.questions.decisions import Decision


@dataclass(frozen=True, kw_only=True)
class WorldAnswer:
    """The combinations in one world: their comparison with the baseline, their levels, and what each level does."""

    world: str
    comparison: Comparison
    points: Mapping[str, Mapping[str, str]]
    levels: Mapping[str, str]  # of what is varied of the world
    effects: tuple[LevelEffect, ...]

    def ranked(self, code: str) -> tuple[Contrast, ...]:
        """Combinations in one metric, the best first where it has a better direction."""
        found = [contrast for name in self.points if (contrast := self.comparison.contrast(name, code)) is not None]
        sign = -1 if found and found[0].measure.direction < 0 else 1
        return tuple(sorted(found, key=lambda contrast: sign * contrast.difference, reverse=True))


@dataclass(frozen=True, kw_only=True)
class WorldFailure:
    """A world in which nothing of an arm could be run, and why."""

    world: str
    reason: str

    def __str__(self) -> str:
        return f"{self.world}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class FactorialAnswer:
    """A question with what its worlds say."""

    question: FactorialQuestion
    size: Size
    worlds: tuple[WorldAnswer, ...]
    failed: tuple[WorldFailure, ...] = ()
    planned: int  # worlds
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every world was finished."""
        return len(self.worlds) == self.planned

    @property
    def failures(self) -> tuple[str, ...]:
        """The worlds that could not be answered, and why; then every run that broke in the others."""
        broken = (
            f"{world.world}: {policy}, seed {seed}: {reason}"
            for world in self.worlds
            for policy, seed, reason in world.comparison.failures()
        )
        return (*map(str, self.failed), *broken)

    def sentences(self) -> tuple[str, ...]:
        """The answer in words: best combination and strongest factor of each world, the decision, what was expected."""
        broken = (f"In {each.world}: no answer; {each.reason.splitlines()[0].rstrip(':')}." for each in self.failed)
        told = (sentence for world in self.worlds for sentence in self._of_world(world))
        ruled = (f"{world}, by the rule: {each}" for world, made in self._decided.items() for each in made.sentences)
        return (*told, *ruled, *self._of_the_part(), *map(_direction, self.directions()), *broken)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The evidence: what the decision was read from, what levels do, every combination, what else there is."""
        further = {
            "Expected directions": self._directions(),
            "Interactions that effects are mixed with": self._aliases(),
        }
        return {
            **{f"What the decision rule looks at, in {world}": made.table for world, made in self._decided.items()},
            "What each level does, against the average of all combinations": self.effects(),
            f"Every combination, against {self.question.baseline}": self.combinations(),
            **{title: pd.DataFrame(table) for title, table in further.items() if table},
        }

    def combinations(self) -> pd.DataFrame:
        """A row per world, combination and metric: its levels, difference from the baseline, interval, verdict."""
        return pd.DataFrame(
            [
                {
                    "world": world.world,
                    "combination": name,
                    **levels,
                    "metric": code,
                    "title": contrast.measure.title,
                    "unit": contrast.measure.unit,
                    "difference": contrast.difference,
                    "low": contrast.low,
                    "high": contrast.high,
                    "verdict": None if contrast.verdict is None else str(contrast.verdict),
                    "pairs": contrast.pairs,
                }
                for world in self.worlds
                for name, levels in world.points.items()
                for code in self.question.metrics
                if (contrast := world.comparison.contrast(name, code)) is not None
            ]
        )

    def effects(self) -> pd.DataFrame:
        """A row per world, metric, factor and level: how far it is from the average of all combinations."""
        return pd.DataFrame(
            [{"world": world.world, **asdict(effect)} for world in self.worlds for effect in world.effects]
        )

    def directions(self) -> tuple[DirectionFound, ...]:
        """The directions that were expected in the first metric, beside what came out over all worlds."""
        expected = self.question.expected.direction if self.question.expected else {}
        if not self.worlds or not expected:
            return ()
        worlds = [OneWorld(comparison=w.comparison, points=w.points, levels=w.levels) for w in self.worlds]
        levels = [(factor.name, level.name) for factor in self.question.varied(self.size) for level in factor.named]
        return directions_found(worlds, levels, self.question.metrics[0], expected)

    def figures(self) -> tuple[go.Figure, ...]:
        """The pictures that the question asks for; by default what each level does in the first metric."""
        from handoff_experiments.questions.pictures import PICTURES

        asked = self.question.pictures or ("effects",)
        return tuple(figure for name in asked for figure in PICTURES[name](self))

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data: words, tables, hashes."""
        hashes = {
            document.name: document.content_hash
            for world in self.worlds
            for document in (world.comparison.question.world, *world.comparison.question.documents)
        }
        return {
            **head_of(self, hashes),
            "combinations": rows(self.combinations()),
            "effects": rows(self.effects()),
            "directions": self._directions(),
            "aliases": self._aliases(),
            "method": METHOD,
            "pairs": {world.world: world.comparison.look.pairs for world in self.worlds},
            "stopped": {world.world: str(world.comparison.stopped) for world in self.worlds},
            "results": {world.world: world.comparison.result_hash for world in self.worlds},
            "seconds": self.seconds,
        }

    @cached_property
    def _decided(self) -> dict[str, "Decision"]:
        """The decision rule of the catalogue's question, computed world by world."""
        from handoff_experiments.questions.decisions import decided

        return decided(self)

    def _of_world(self, world: WorldAnswer) -> list[str]:
        code = self.question.metrics[0]
        ranked = world.ranked(code)
        if not ranked:
            return [f"In {world.world}: nothing could be compared."]
        best = ranked[0]
        unit, title = best.measure.unit, best.measure.title.lower()
        sure = best.low > 0 or best.high < 0 or best.verdict is Verdict.EQUIVALENT
        does = "does best for" if best.measure.direction else "has most"
        size = f"{amount(best.difference, unit)} {interval(best.low, best.high, unit)}"
        told = (
            f"In {world.world}, over {best.pairs} pairs: of {len(ranked)} combinations, “{best.policy}” {does} "
            f"{title}, {size} against {self.question.baseline}{'' if sure else ', which is not decided'}."
        )
        return [told, _moves_most(world, code)]

    def _directions(self) -> list[dict[str, Any]]:
        return [{**asdict(found), "verdict": found.verdict} for found in self.directions()]

    def _of_the_part(self) -> tuple[str, ...]:
        """Of a design that runs a part of the combinations: what its effects are mixed with."""
        if not self.worlds or not isinstance(self.question.design_of(self.size), FractionalDesign):
            return ()
        varied = self.question.varied(self.size, "policy")
        words = f"{len(self.worlds[0].points)} of {prod(len(factor.named) for factor in varied)} combinations were run"
        if not self._aliases():
            return (f"{words}; no effect is mixed with an interaction of two factors.",)
        return (f"{words}: an effect is the factor's own only as far as factors do not interact.",)

    def _aliases(self) -> list[dict[str, str]]:
        """What main effects cannot be told from; nothing where every combination was run."""
        if not self.worlds:
            return []
        varied = self.question.varied(self.size, "policy")
        levels = {factor.name: tuple(level.name for level in factor.named) for factor in varied}
        mixed = aliases(list(self.worlds[0].points.values()), levels)
        return [
            {"effect of": factor, "is mixed with": "; ".join(f"{one} × {other}" for one, other in pairs)}
            for factor, pairs in mixed.items()
        ]


def _direction(found: DirectionFound) -> str:
    """An expected direction beside what came out."""
    bounds = interval(found.low, found.high, found.unit)
    return (
        f"Expected of {found.factor}: {found.expected} from {found.first} to {found.last}; found "
        f"{amount(found.difference, found.unit)} {bounds}, {found.verdict}."
    )


def _moves_most(world: WorldAnswer, code: str) -> str:
    """The factor whose levels are furthest apart, and whether the intervals tell them apart."""
    effects = [effect for effect in world.effects if effect.metric == code]
    factors = dict.fromkeys(effect.factor for effect in effects)
    ordered = {factor: sorted((e for e in effects if e.factor == factor), key=lambda e: e.effect) for factor in factors}
    most = max(ordered, key=lambda factor: ordered[factor][-1].effect - ordered[factor][0].effect)
    low, high = ordered[most][0], ordered[most][-1]
    told_apart = [factor for factor, levels in ordered.items() if levels[0].high < levels[-1].low]
    words = (
        f"{most} moves it most: {amount(low.effect, low.unit)} with {low.short}, {amount(high.effect, high.unit)} with "
        f"{high.short}, against the average of all combinations"
    )
    if not told_apart:
        return f"{words}; no factor's levels can be told apart yet."
    return f"{words}; levels can be told apart of {listed(told_apart)}."
