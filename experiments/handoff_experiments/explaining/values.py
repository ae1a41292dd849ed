"""Values of terms as a shop reads them, with as many digits as a decision needs."""

import math

from handoff_experiments.wording import MINUS
from handoff_sim.agents.terms import Unit

DIGITS: dict[Unit, int] = {
    Unit.DOLLARS: 0, Unit.WAGE: 2, Unit.MACHINE_WEEK: 0, Unit.SHARE: 4, Unit.OF_REFERENCE: 4, Unit.WEEKS: 2,
    Unit.HOURS: 2, Unit.COUNT: 0, Unit.NUMBER: 3, Unit.FLAG: 0, Unit.CODE: 0,
}  # fmt: skip
SMALL_DOLLARS = 20.0  # below which cents are told
ENDINGS = {Unit.WAGE: " per hour", Unit.MACHINE_WEEK: " per machine-week", Unit.WEEKS: " weeks", Unit.HOURS: " h"}
MONEY = (Unit.DOLLARS, Unit.WAGE, Unit.MACHINE_WEEK)
SHARES = (Unit.SHARE, Unit.OF_REFERENCE)


def shown(value: float, unit: Unit, *, signed: bool = False) -> str:
    """A value with its unit.

    >>> shown(816.4, Unit.DOLLARS), shown(-3.5, Unit.DOLLARS), shown(0.3125, Unit.SHARE), shown(1.5, Unit.WEEKS)
    ('$816', '−$3.50', '31.25 %', '1.5 weeks')
    >>> shown(1, Unit.FLAG), shown(float("inf"), Unit.DOLLARS)
    ('yes', 'none')
    """
    if unit is Unit.FLAG:
        return "yes" if value else "no"
    if not math.isfinite(value):
        return "none"
    digits = _digits(value, unit)
    size = f"{abs(100 * value if unit in SHARES else value):,.{max(0, digits - 2 if unit in SHARES else digits)}f}"
    if "." in size and not (unit in MONEY and digits == 2):
        size = size.rstrip("0").rstrip(".")
    is_zero = not any(digit in size for digit in "123456789")
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    percent = " %" if unit in SHARES else ""
    return f"{sign}{'$' if unit in MONEY else ''}{size}{percent}{ENDINGS.get(unit, '')}"


def bare(value: float, unit: Unit) -> str:
    """A value without the words of its unit, beside another that has them.

    >>> bare(1.5, Unit.WEEKS), bare(29, Unit.MACHINE_WEEK)
    ('1.5', '$29')
    """
    return shown(value, unit).removesuffix(ENDINGS.get(unit, ""))


def outward(now: float, then: float, unit: Unit) -> float:
    """A turning point as it is told: rounded away from today's value, so that what is told turns the answer too.

    >>> outward(816, 680.4, Unit.DOLLARS), outward(816, 951.6, Unit.DOLLARS)
    (680.0, 952.0)
    """
    scale = 10.0 ** _digits(then, unit)
    place = math.ceil(then * scale) if then > now else math.floor(then * scale)
    return place / scale


def _digits(value: float, unit: Unit) -> int:
    return 2 if unit is Unit.DOLLARS and abs(value) < SMALL_DOLLARS else DIGITS[unit]
