"""The A/A null: the baseline against itself, run once more. Anything but exactly zero is a defect."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.tasks import RunSummary

PAIRS = 4  # seeds that are run twice


@dataclass(frozen=True, kw_only=True)
class NullReport:
    """What running the baseline a second time showed."""

    pairs: int
    metrics: int
    largest_difference: float  # over all metrics, size classes and shops; 0 if all is well
    same_events: bool

    @property
    def exact(self) -> bool:
        """Whether both futures were the same event for event, and every metric to the last bit."""
        return self.pairs > 0 and self.same_events and self.largest_difference == 0


def null_report(first: Sequence[RunSummary], again: Sequence[RunSummary]) -> NullReport:
    """Compare runs of the baseline with their repetition, seed by seed."""
    pairs = [(a, b) for a, b in zip(first, again, strict=True) if a.finished and b.finished]
    gaps = [gap for a, b in pairs for gap in _gaps(a, b)]
    return NullReport(
        pairs=len(pairs),
        metrics=len(pairs[0][0].metrics) if pairs else 0,
        largest_difference=max(gaps, default=0.0),
        same_events=all(a.events_sha256 == b.events_sha256 for a, b in pairs),
    )


def _gaps(a: RunSummary, b: RunSummary) -> list[float]:
    found = [_gap(value, b.metrics.get(code, math.nan)) for code, value in a.metrics.items()]
    for code, sizes in a.by_size.items():
        found += [_gap(value, b.by_size[code][size]) for size, value in sizes.items()]
    profit, once_more = a.shops["profit_per_machine_week"], b.shops["profit_per_machine_week"]
    known = np.isfinite(profit) | np.isfinite(once_more)
    found += [_gap(x, y) for x, y in zip(profit[known].tolist(), once_more[known].tolist(), strict=True)]
    return found


def _gap(a: float, b: float) -> float:
    """Distance between two figures; infinite if only one of them has a value."""
    if math.isnan(a) or math.isnan(b):
        return 0.0 if math.isnan(a) and math.isnan(b) else math.inf
    return 0.0 if a == b else abs(a - b)
