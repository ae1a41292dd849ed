"""What a metric is: a pure function of one run's records, with its unit, formula and direction.

A metric is written as a function of the window and a mask of shops; ``figure`` adds the facts about it, takes
its name from the function and its title from the docstring.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from handoff_sim.metrics.view import View
from handoff_sim.records import Records

Direction = Literal["higher", "lower", "neutral"]
Party = Literal["shops", "buyers", "network", "region", "size", "index"]
Shops = npt.NDArray[np.bool_]  # [shop]: which shops a figure is about
Measure = Callable[[View, Shops], float]
PairMeasure = Callable[[Sequence[Any], Shops], float]  # of outcomes, see outcome.py


def everyone(records: Records) -> Shops:
    """The mask of all shops."""
    return np.ones(records.n_shops, dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure of one run (MODEL 5).

    ``code`` is the figure's place in MODEL 5, with a dot and a word for a part of it (S16, S16.phone).
    ``direction`` says which way is better for ``party``. A metric that ``splits`` can be asked about some
    shops only; the others describe the whole market and ignore the mask.
    """

    code: str
    name: str
    title: str
    unit: str
    direction: Direction
    party: Party
    formula: str
    measure: Measure
    splits: bool = False

    def compute(self, records: Records, shops: Shops | None = None) -> float:
        """The figure in the effect window; NaN when its denominator is zero."""
        return self.measure(View.of_effect(records), everyone(records) if shops is None else shops)


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One figure of several runs of the same world and seed, in the order that ``runs`` names."""

    code: str
    name: str
    title: str
    unit: str
    direction: Direction
    party: Party
    formula: str
    runs: tuple[str, ...]
    measure: PairMeasure
    splits: bool = False

    def compute(self, *runs: Any, shops: Shops | None = None) -> float:
        """The figure in the effect window; NaN when it is not defined.

        Parameters: ``runs``, the records or the outcomes (``metrics.outcome``) of the runs in the order of
        ``self.runs``; ``shops``, who it is about (default: everyone).

        Raises:
            ValueError: if the number of runs is not that of ``self.runs``.
        """
        from handoff_sim.metrics.outcome import outcome_of

        if len(runs) != len(self.runs):
            raise ValueError(f"{self.code}: expected the runs {self.runs}; found {len(runs)} runs")
        outcomes = [outcome_of(run) if isinstance(run, Records) else run for run in runs]
        everybody = np.ones(len(outcomes[0].machines), dtype=np.bool_)
        return self.measure(outcomes, everybody if shops is None else shops)


def title_of(function: Callable[..., object]) -> str:
    """First line of the docstring, without its full stop."""
    return (function.__doc__ or "").strip().split("\n")[0].rstrip(".")


def figure(
    code: str, *, party: Party, unit: str, better: Direction, formula: str, splits: bool = False
) -> Callable[[Measure], Metric]:
    """Turn a function of the window and the shops into a Metric."""

    def declare(measure: Measure) -> Metric:
        return Metric(
            code=code,
            name=measure.__name__,
            title=title_of(measure),
            unit=unit,
            direction=better,
            party=party,
            formula=formula,
            measure=measure,
            splits=splits,
        )

    return declare


def contrast(
    code: str,
    *,
    runs: tuple[str, ...],
    unit: str,
    better: Direction,
    formula: str,
    party: Party = "index",
    splits: bool = False,
) -> Callable[[PairMeasure], Contrast]:
    """Turn a function of several runs and the shops into a Contrast."""

    def declare(measure: PairMeasure) -> Contrast:
        return Contrast(
            code=code,
            name=measure.__name__,
            title=title_of(measure),
            unit=unit,
            direction=better,
            party=party,
            formula=formula,
            runs=runs,
            measure=measure,
            splits=splits,
        )

    return declare
