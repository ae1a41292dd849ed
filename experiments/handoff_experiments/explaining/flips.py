"""The smallest change of one term that would have turned a decision, found by asking the same rule again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import bisect

from handoff_experiments.explaining.asking import Question, Side
from handoff_sim.agents.terms import Unit, term
from handoff_sim.market.originating import IMPOSSIBLE

FINEST: dict[Unit, float] = {  # how closely a turning point is found; far below what is worth telling
    Unit.DOLLARS: 1e-4,
    Unit.WAGE: 1e-4,
    Unit.MACHINE_WEEK: 1e-4,
    Unit.SHARE: 1e-8,
    Unit.OF_REFERENCE: 1e-8,
    Unit.NUMBER: 1e-7,
    Unit.WEEKS: 1e-6,
    Unit.HOURS: 1e-6,
}
STRIDES = 60  # places looked at in each direction, ever farther apart
BETWEEN = 8  # places looked at between the last one that keeps the answer and the first that does not
UNBOUNDED = 1e9  # dollars; stands for the cost of a way that is closed


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One term's nearest turning point.

    Attributes:
        name: of the term
        now: its value; infinite for a way that was closed
        then: the nearest value at which the rule answers otherwise
        becomes: that other answer
    """

    name: str
    now: float
    then: float
    becomes: Side

    @property
    def change(self) -> float:
        """What would have had to be added to the term; minus infinity where a way was closed."""
        return self.then - self.now

    @property
    def relative(self) -> float | None:
        """The change as a share of the term itself; None for a term that is zero or without a limit."""
        return abs(self.change / self.now) if self.now and np.isfinite(self.now) else None


def flips(asked: Question) -> tuple[Flip, ...]:
    """Turning points of every term that has one, the smallest relative change first; flags and zeros last."""
    found = [flip for name in asked.asked if (flip := flip_of(asked, name)) is not None]
    return tuple(sorted(found, key=lambda flip: (_is_flag(asked, flip.name), flip.relative or np.inf)))


def flip_of(asked: Question, name: str) -> Flip | None:
    """The smallest change of one term, the others kept, after which the rule answers otherwise; None if none does."""
    now = asked.asked[name]
    unit = term(asked.kind, name).unit
    if unit is Unit.FLAG:
        return _at(asked, name, now, 0.0 if now else 1.0)
    low, high = term(asked.kind, name).bounds
    kept = asked.side
    closed = now >= IMPOSSIBLE
    start = UNBOUNDED if closed else now
    places = _whole(start, low, high) if unit is Unit.COUNT else _strides(start, low, high, FINEST[unit])
    turns = [place for path in places if (place := _first_turn(asked, name, kept, start, path, unit)) is not None]
    if not turns:
        return None
    then = min(turns, key=lambda place: abs(place - start))
    return Flip(name=name, now=np.inf if closed else now, then=then, becomes=asked.side_with(name, then))


def _is_flag(asked: Question, name: str) -> bool:
    return term(asked.kind, name).unit is Unit.FLAG


def _at(asked: Question, name: str, now: float, then: float) -> Flip | None:
    becomes = asked.side_with(name, then)
    return None if becomes == asked.side else Flip(name=name, now=now, then=then, becomes=becomes)


def _strides(start: float, low: float, high: float, finest: float) -> Iterator[list[float]]:
    """Places below and above, ever farther away, up to the bounds."""
    for end in (low, high):
        if abs(end - start) > finest and (end - start) * (1 if end == high else -1) > 0:
            steps = np.geomspace(finest, abs(end - start), STRIDES)
            yield [start + float(step) * (1.0 if end > start else -1.0) for step in steps[:-1]] + [end]


def _whole(start: float, low: float, high: float) -> Iterator[list[float]]:
    """Whole numbers below and above."""
    yield [float(k) for k in range(int(start) - 1, int(low) - 1, -1)]
    yield [float(k) for k in range(int(start) + 1, int(high) + 1)]


def _first_turn(asked: Question, name: str, kept: Side, start: float, path: list[float], unit: Unit) -> float | None:
    """The first place on a path at which the answer is another, to within the finest step."""
    same = start
    for place in path:
        if asked.side_with(name, place) == kept:
            same = place
            continue
        if unit is Unit.COUNT:
            return place
        for nearer in np.linspace(same, place, BETWEEN + 2)[1:-1]:
            if asked.side_with(name, float(nearer)) != kept:
                place = float(nearer)
                break
            same = float(nearer)
        return _closest(lambda x: asked.side_with(name, x) == kept, same, place, FINEST[unit])
    return None


def _closest(keeps: Callable[[float], bool], same: float, turned: float, finest: float) -> float:
    """A place where the answer has just turned, between one that keeps it and one that does not."""
    if abs(turned - same) <= finest:
        return turned
    edge = float(bisect(lambda x: 1.0 if keeps(x) else -1.0, same, turned, xtol=finest / 4, rtol=1e-14))
    step = finest / 4 if turned > same else -finest / 4
    while keeps(edge) and edge != turned:
        edge = min(edge + step, turned) if step > 0 else max(edge + step, turned)
        step *= 2
    return edge
