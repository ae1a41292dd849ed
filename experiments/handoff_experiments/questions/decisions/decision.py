"""What a decision rule comes to: sentences, and the table they were read from."""

from dataclasses import dataclass, field

import pandas as pd

from handoff_experiments.statistics.paired import PairedDifference
from handoff_experiments.wording import amount, interval


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision rule applied to one world.

    ``sentences`` say what it comes to, undecided things included; ``table`` has what they were read from.
    """

    sentences: tuple[str, ...]
    table: pd.DataFrame = field(default_factory=pd.DataFrame)


def told(found: PairedDifference, unit: str, *, signed: bool = True) -> str:
    """A mean with its interval.

    >>> told(PairedDifference(mean=3.0, sd=1.0, low=1.0, high=5.0, p_value=0.01, pairs=9), "hours")
    '+3.0 hours [1.00 to 5.0]'
    """
    return f"{amount(found.mean, unit, signed=signed)} {interval(found.low, found.high, unit)}"


def holds(found: PairedDifference, *, at_least: float) -> bool | None:
    """Whether a mean is at least so large: yes or no where its interval says so, None where it does not."""
    return True if found.low >= at_least else False if found.high < at_least else None
