"""What a search is after, and what it must not give up."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from handoff_experiments.measures import Measure
from handoff_sim.policy import Problem
from handoff_sim.policy.problems import shown, unknown

REFERENCES = ("baseline", "start")
Reference = Literal["baseline", "start"]
SHAPE = re.compile(r"\s*([A-Za-z][\w.]*)\s*(>=|<=)\s*(\S+)\s*")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A metric and which way it is to go: ``sense`` 1 up, -1 down."""

    measure: Measure
    sense: int

    @property
    def code(self) -> str:
        """Code of the metric."""
        return self.measure.code

    def __str__(self) -> str:
        return f"{'maximise' if self.sense > 0 else 'minimise'} {self.code}"


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """A metric that must stay on one side of a bound: a number in its unit, or another policy's own runs.

    Parameters: ``sense`` 1 for at least, -1 for at most; ``bound`` a level, or "baseline" or "start", with which the
    policy is then compared pair by pair.
    """

    measure: Measure
    sense: int
    bound: float | Reference

    @property
    def code(self) -> str:
        """Code of the metric."""
        return self.measure.code

    def __str__(self) -> str:
        bound = self.bound if isinstance(self.bound, str) else f"{self.bound:g}"
        return f"{self.code}{'>=' if self.sense > 0 else '<='}{bound}"


def goals(
    maximise: Iterable[str], minimise: Iterable[str], known: Mapping[str, Measure]
) -> tuple[list[Goal], list[Problem]]:
    """Goals by the codes of their metrics, and what is wrong with them."""
    wanted = [*((code, 1, "maximise") for code in maximise), *((code, -1, "minimise") for code in minimise)]
    found: dict[str, Goal] = {}
    problems: list[Problem] = []
    if not wanted:
        problems.append(Problem(path="maximise", expected="at least one metric to maximise or minimise", found="none"))
    for code, sense, option in wanted:
        if code not in known:
            problems.append(unknown(option, code, known))
        elif code in found:
            problems.append(Problem(path=option, expected="each metric once", found=f"{code} twice"))
        else:
            found[code] = Goal(measure=known[code], sense=sense)
    return list(found.values()), problems


def constraints(texts: Iterable[str], known: Mapping[str, Measure]) -> tuple[list[Constraint], list[Problem]]:
    """Constraints from texts such as ``S3<=baseline`` or ``N1.share>=0.3``, and what is wrong with them."""
    found: list[Constraint] = []
    problems: list[Problem] = []
    for text in texts:
        shape = SHAPE.fullmatch(text)
        if shape is None:
            wanted = "METRIC>=VALUE or METRIC<=VALUE, VALUE a number, baseline or start"
            problems.append(Problem(path="subject_to", expected=wanted, found=shown(text)))
            continue
        code, sign, written = shape.groups()
        bound = _bound(written)
        if code not in known:
            problems.append(unknown("subject_to", code, known))
        elif bound is None:
            wanted = "a number, baseline or start"
            problems.append(Problem(path=f"subject_to {code}", expected=wanted, found=shown(written)))
        else:
            found.append(Constraint(measure=known[code], sense=1 if sign == ">=" else -1, bound=bound))
    return found, problems


def _bound(written: str) -> float | Reference | None:
    for name in REFERENCES:
        if written == name:
            return name  # type: ignore[return-value]
    try:
        value = float(written)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
