"""How an amount, such as care in the work, moves with each of its terms."""

from typing import NamedTuple

from handoff_experiments.explaining.asking import Question
from handoff_sim.agents.terms import Unit, term

NUDGE = 0.10  # share of the term


class Slope(NamedTuple):
    """What a tenth more of one term would have done to an amount."""

    name: str
    now: float
    then: float
    amount: float
    amount_then: float

    @property
    def change(self) -> float:
        """Change of the amount."""
        return self.amount_then - self.amount


def slopes(asked: Question) -> tuple[Slope, ...]:
    """The terms that move an amount, the strongest first."""
    amount = float(asked.case.rational())
    found = []
    for name, now in asked.asked.items():
        then = now * (1.0 + NUDGE)
        if term(asked.kind, name).unit is Unit.SHARE:
            then = min(1.0, then)
        moved = float(asked.change(name, then).rational())
        if moved != amount:
            found.append(Slope(name, now, then, amount, moved))
    return tuple(sorted(found, key=lambda slope: -abs(slope.change)))
