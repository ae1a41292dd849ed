"""Numbers as people say them: a sign, a unit, and no more digits than are worth reading."""

import math

MINUS = "−"
SHARE_UNITS = ("share", "share of revenue")


def number(value: float, *, signed: bool = False) -> str:
    """A number with two to three telling digits.

    >>> number(1234.5), number(0.0312), number(-4.26, signed=True), number(88.4, signed=True)
    ('1,234', '0.031', '−4.3', '+88')
    """
    if math.isnan(value):
        return "no value"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    digits = 0 if size >= 20 else 1 if size >= 2 else 2 if size >= 0.1 else 3
    text = f"{size:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        return "0"
    return (MINUS if value < 0 else "+" if signed else "") + text


def amount(value: float, unit: str, *, signed: bool = True) -> str:
    """A difference with its unit: money before the number, shares in percentage points.

    >>> amount(88.4, "$ per machine-week"), amount(-0.031, "share"), amount(-1.26, "hours per shop-week")
    ('+$88 per machine-week', '−3.1 percentage points', '−1.26 hours per shop-week')
    """
    if unit in SHARE_UNITS:
        return f"{number(100 * value, signed=signed)} percentage points"
    if unit.startswith("$"):
        return money(value, signed=signed) + unit.removeprefix("$")
    return f"{number(value, signed=signed)} {unit}"


def short(value: float, unit: str) -> str:
    """A difference for a table whose head names the unit.

    >>> short(88.4, "$ per machine-week"), short(-0.031, "share"), short(-1.26, "hours per shop-week")
    ('+$88', '−3.1 pp', '−1.26')
    """
    if unit in SHARE_UNITS:
        return f"{number(100 * value, signed=True)} pp"
    return money(value) if unit.startswith("$") else number(value, signed=True)


def money(value: float, *, signed: bool = True) -> str:
    """Dollars, the sign in front."""
    text = number(value, signed=signed)
    return text[0] + "$" + text[1:] if text[0] in ("+", MINUS) else "$" + text


def interval(low: float, high: float, unit: str) -> str:
    """Bounds in the unit's own scale.

    >>> interval(29, 147.2, "$ per machine-week"), interval(-0.05, 0.021, "share")
    ('[29 to 147]', '[−5.0 to 2.1]')
    """
    scale = 100 if unit in SHARE_UNITS else 1
    return f"[{number(scale * low)} to {number(scale * high)}]"


def listed(words: list[str]) -> str:
    """Words as a list.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(share: float) -> str:
    """A share as a whole percentage.

    >>> percent(0.614)
    '61 %'
    """
    return f"{100 * share:.0f} %"
