"""Who pays for a nonconformance: a matrix of shares, by name or written out (MODEL 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff_sim.policy.declare import NONE, ROLES, Spec, declared
from handoff_sim.policy.problems import Problem, Refused, one_of, shown, unknown

Row = tuple[float, float, float, float]
CAUSES = ("workmanship", "rev", "scope", "cert")  # in the order of codes.Cause
CUSTOM = "custom"
ROUNDING = 1e-9  # how far shares may miss their sum

BUYER: Row = (1.0, 0.0, 0.0, 0.0)
ORIGINATOR: Row = (0.0, 1.0, 0.0, 0.0)
RECEIVER: Row = (0.0, 0.0, 1.0, 0.0)
POOL: Row = (0.0, 0.0, 0.0, 1.0)
BUYER_AND_ORIGINATOR: Row = (0.5, 0.5, 0.0, 0.0)
ORIGINATOR_AND_RECEIVER: Row = (0.0, 0.5, 0.5, 0.0)

PRESETS: dict[str, tuple[Row, Row, Row, Row]] = {
    "receiver_all": (RECEIVER, RECEIVER, RECEIVER, RECEIVER),
    "originator_all": (ORIGINATOR, ORIGINATOR, ORIGINATOR, ORIGINATOR),
    "controller_pays": (RECEIVER, ORIGINATOR, ORIGINATOR, ORIGINATOR),
    "cause_based": (RECEIVER, BUYER_AND_ORIGINATOR, BUYER, ORIGINATOR),
    "upstream": (RECEIVER, BUYER, BUYER, BUYER_AND_ORIGINATOR),
    "split_50": (ORIGINATOR_AND_RECEIVER,) * 4,
    "pool": ((0.0, 0.0, 0.5, 0.5), POOL, POOL, POOL),
    "phone_custom": (RECEIVER, BUYER_AND_ORIGINATOR, BUYER_AND_ORIGINATOR, ORIGINATOR),
}


@dataclass(frozen=True, kw_only=True)
class Liability:
    """Shares of a loss by proven cause.

    Parameters
    ----------
    name: preset, or ``custom``
    rows: shares [cause, role], causes in the order of ``CAUSES``, roles buyer, originator, receiver, pool
    """

    name: str
    rows: tuple[Row, Row, Row, Row]

    def plain(self) -> str | dict[str, list[float]]:
        """The form a document writes: a preset's name, or the four rows."""
        if self.name != CUSTOM:
            return self.name
        return {cause: list(row) for cause, row in zip(CAUSES, self.rows, strict=True)}


def preset(name: str) -> Liability:
    """A liability preset by its name."""
    return Liability(name=name, rows=PRESETS[name])


def liability(default: str, meaning: str, question: str = NONE) -> Any:
    """Declare a liability field."""
    spec = Spec(kind="liability", meaning=meaning, question=question, options=tuple(PRESETS), unit="share of the loss")
    return declared(preset(default), spec)


def read_liability(value: object) -> Liability:
    """A liability from a preset's name or four rows that each sum to 1.

    Raises
    ------
    Refused: unknown preset or cause, missing row, shares that are no shares or do not sum to 1
    """
    if isinstance(value, Liability):
        return value
    if isinstance(value, str):
        if value not in PRESETS:
            raise Refused(unknown("", value, PRESETS))
        return preset(value)
    if isinstance(value, Mapping):
        return _from_rows(value)
    raise Refused(Problem(path="", expected=_WANTED, found=shown(value), options=tuple(PRESETS)))


_WANTED = f"{one_of(PRESETS)}, or four rows {', '.join(CAUSES)}"


def _from_rows(table: Mapping[str, object]) -> Liability:
    problems = [unknown(str(name), str(name), CAUSES) for name in table if name not in CAUSES]
    rows: list[Row] = []
    for cause in CAUSES:
        try:
            rows.append(_row(cause, table.get(cause, "nothing")))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(*problems)
    named = (rows[0], rows[1], rows[2], rows[3])
    return Liability(name=next((name for name, known in PRESETS.items() if known == named), CUSTOM), rows=named)


def _row(cause: str, value: object) -> Row:
    expected = f"four shares ({', '.join(ROLES)}) that sum to 1"
    if not isinstance(value, (list, tuple)) or len(value) != len(ROLES) or not all(map(_is_share, value)):
        raise Refused(Problem(path=cause, expected=expected, found=shown(value)))
    if abs(sum(value) - 1.0) > ROUNDING:
        raise Refused(Problem(path=cause, expected=expected, found=f"{shown(value)}, sum {sum(value):g}"))
    return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))


def _is_share(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0.0 <= value <= 1.0
