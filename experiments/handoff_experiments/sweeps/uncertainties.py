"""What nobody knows about the world, as data: a range for each parameter, and where the range comes from.

The usual set lies in ``uncertain.toml``. An uncertainty has one number between 0 and 1 in each sampled world, which
sets one field or several that move together.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, floor, log
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from handoff_sim.policy import DocumentError, Policy, Problem
from handoff_sim.policy.problems import unknown
from handoff_sim.policy.registry import FieldInfo, fields_by_path
from handoff_sim.world.document import World

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
NUMBERS = ("number", "share", "whole")


class Uncertainty(BaseModel):
    """A range: the fields it sets, each with its value at the low and at the high end.

    ``where`` and ``at_least`` are for fields of a policy: it is set only in policies whose fields have those values,
    and a policy's own value stays where that is higher.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    of: Literal["world", "policy"] = "world"
    sets: dict[str, tuple[float, float]] = Field(min_length=1)
    scale: Literal["linear", "log"] = "linear"
    where: dict[str, Any] = Field(default_factory=dict)
    at_least: bool = False
    source: str = ""

    @model_validator(mode="after")
    def _of_a_policy(self) -> Self:
        if self.of == "world" and (self.where or self.at_least):
            raise ValueError("where and at_least: only with of = 'policy'")
        if self.scale == "log" and min(map(min, self.sets.values())) <= 0:
            raise ValueError("scale log: expected ends above 0")
        return self

    @property
    def path(self) -> str:
        """The field whose values stand for the uncertainty."""
        return next(iter(self.sets))

    @property
    def info(self) -> FieldInfo:
        """What is known of that field."""
        return self.info_of(self.path)

    def info_of(self, path: str) -> FieldInfo:
        """What is known of a field that it sets."""
        return _fields(self.of)[path]

    def values(self, share: float) -> dict[str, float | int]:
        """Values of its fields at a point of the range, 0 to 1."""
        return {path: self._value(path, *ends, share) for path, ends in self.sets.items()}

    def _value(self, path: str, low: float, high: float, share: float) -> float | int:
        if _fields(self.of)[path].type == "whole":  # every whole number of the range is as likely as the others
            return int(low + min(floor(share * (high - low + 1)), high - low))
        if self.scale == "log":
            return exp(log(low) + share * (log(high) - log(low)))
        return low + share * (high - low)


def uncertainties(names: Iterable[str] | None = None) -> tuple[Uncertainty, ...]:
    """The usual uncertainties, all of them or those that are named.

    Raises:
        DocumentError: If a name is unknown.
    """
    known = _usual()
    if names is None:
        return tuple(known.values())
    wanted = tuple(names)
    problems = [unknown("uncertainties", name, tuple(known)) for name in wanted if name not in known]
    if problems:
        raise DocumentError("uncertainties", problems)
    return tuple(known[name] for name in wanted)


def ranges(asked: Iterable[Uncertainty]) -> "pd.DataFrame":
    """Uncertainties as a table: a row per field that is set, with its meaning and the source of the range."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "uncertainty": each.name,
                "field": path,
                "low": low,
                "high": high,
                "unit": _fields(each.of)[path].unit,
                "scale": each.scale,
                "of": each.of,
                "meaning": _fields(each.of)[path].meaning,
                "source": each.source,
            }
            for each in asked
            for path, (low, high) in each.sets.items()
        ]
    )


def problems_of(asked: Iterable[Uncertainty]) -> list[Problem]:
    """Names that are there twice, paths that are unknown, ends that do not fit their fields."""
    found, names = [], set()
    for each in asked:
        if each.name in names:
            found.append(Problem(path=f"uncertainties.{each.name}", expected="a name of its own", found="twice"))
        names.add(each.name)
        for path, (low, high) in each.sets.items():
            found += _of_ends(f"uncertainties.{each.name}", _fields(each.of), path, low, high)
    return found


def _of_ends(place: str, known: Mapping[str, FieldInfo], path: str, low: float, high: float) -> list[Problem]:
    numeric = tuple(name for name, info in known.items() if info.type in NUMBERS)
    if path not in numeric:
        return [unknown(place, path, numeric)]
    info = known[path]
    least, most = info.low, info.high
    if (least is not None and min(low, high) < least) or (most is not None and max(low, high) > most):
        wanted = f"ends from {least:g} to {most:g}"
        return [Problem(path=f"{place}.{path}", expected=wanted, found=f"{low:g}, {high:g}")]
    if low == high:
        return [Problem(path=f"{place}.{path}", expected="two different ends", found=f"{low:g}, {high:g}")]
    if info.type == "whole" and not (low.is_integer() and high.is_integer() and low < high):
        return [Problem(path=f"{place}.{path}", expected="whole numbers, the lower first", found=f"{low:g}, {high:g}")]
    return []


def _fields(of: str) -> Mapping[str, FieldInfo]:
    return fields_by_path(World if of == "world" else Policy)


@cache
def _usual() -> dict[str, Uncertainty]:
    tables = tomllib.loads((HERE / "uncertain.toml").read_text(encoding="utf-8"))["uncertainties"]
    found = {table["name"]: Uncertainty.model_validate(table) for table in tables}
    problems = problems_of(found.values())
    if problems:
        raise DocumentError("uncertain.toml", problems)
    return found
