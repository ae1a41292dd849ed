"""What a measure finds: lines of numbers, one number a round, some with an aim."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.effort import Effort


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a number should be at least, or at most."""

    least: float | None = None
    most: float | None = None

    def is_met_by(self, value: float) -> bool:
        """Whether a measured number is as good as the aim."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was measured in every round; what counts is the median."""

    what: str
    unit: str
    rounds: tuple[float, ...]
    aim: Aim | None = None

    def __post_init__(self) -> None:
        if not self.rounds:
            raise ValueError(f"{self.what}: expected a number for at least one round; found none")

    @property
    def median(self) -> float:
        """The number that is held against the aim."""
        return statistics.median(self.rounds)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        return None if self.aim is None else self.aim.is_met_by(self.median)

    def plain(self) -> dict[str, Any]:
        """The line in JSON's own types."""
        aim = None if self.aim is None else {"least": self.aim.least, "most": self.aim.most}
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "least": min(self.rounds),
            "most": max(self.rounds),
            "rounds": list(self.rounds),
            "aim": aim,
            "met": self.met,
        }


Tell = Callable[[int, int], None]  # steps done, steps there are


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One question about speed: its name, what is compared with what, and how it is answered."""

    name: str
    question: str
    compared: str
    ask: Callable[[Effort, Tell], list[Line]]


def ratios(above: list[float], below: list[float]) -> tuple[float, ...]:
    """One number over the other, round by round."""
    return tuple(a / b for a, b in zip(above, below, strict=True))
