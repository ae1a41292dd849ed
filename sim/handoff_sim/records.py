"""What one finished run leaves behind: the plain records of which every metric is a pure function."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

StructuredArray = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Records:
    """Tables of one run, as structured NumPy arrays named after market/tables.py.

    Axes: ``tallies`` [epoch, shop]; ``panel`` [week]; ``profit_weeks``, ``member_weeks`` [week, shop];
    ``buyer_member_weeks`` [week, buyer]; ``flows`` [epoch, account, category] in cents, positive = received;
    ``worth``, ``cash`` [account] in cents; accounts are shops, buyers, then codes.Account.
    Epochs: 0 before launch, 1 launch to the effect window, 2 effect window [effect_start, weeks).
    """

    weeks: int
    launch: int
    effect_start: int
    processes: int
    finish: int
    parameters: StructuredArray  # one row of Parameters
    terms: StructuredArray  # rows of Terms by Channel
    shops: StructuredArray
    stations: StructuredArray  # row = shop * processes + process
    buyers: StructuredArray
    jobs: StructuredArray
    ops: StructuredArray
    ties: StructuredArray  # row = shop * TIE_SLOTS + slot
    standing: StructuredArray
    tallies: StructuredArray
    panel: StructuredArray
    profit_weeks: npt.NDArray[np.int64]
    member_weeks: npt.NDArray[np.int64]
    buyer_member_weeks: npt.NDArray[np.int64]
    worth: npt.NDArray[np.int64]
    cash: npt.NDArray[np.int64]
    flows: npt.NDArray[np.int64]
    verticals: StructuredArray

    @property
    def n_shops(self) -> int:
        """Number of shops."""
        return len(self.shops)

    @property
    def n_buyers(self) -> int:
        """Number of buyers."""
        return len(self.buyers)
