"""Numbers and lists as the page writes them."""

import math
import textwrap
from collections.abc import Sequence

from handoff_experiments.findings.claim import Estimate

DECIMALS = {"share": 3, "ratio": 3, "hours": 2, "quotes": 2, "runs": 1}  # by the first word of the unit; money: none


def number(value: float, unit: str) -> str:
    """A number in a unit, with a true minus sign; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    decimals = DECIMALS.get(unit.split()[0], 0)
    text = f"{value:,.{decimals}f}"
    return ("−" + text[1:] if float(text.replace(",", "")) else text[1:]) if text.startswith("-") else text


def interval(estimate: Estimate, unit: str) -> str:
    """Mean and interval; the mean alone for a figure that did not vary."""
    if estimate.low == estimate.high:
        return number(estimate.mean, unit)
    return f"{number(estimate.mean, unit)} ({number(estimate.low, unit)} to {number(estimate.high, unit)})"


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def wrapped(text: str) -> str:
    """A paragraph in lines of up to 120 characters; tables stay as they are."""
    if text.startswith("|"):
        return text
    return textwrap.fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)
