"""What a policy is worth in one metric: over luck, over sampled worlds, or in the worst of them."""

from dataclasses import dataclass, replace

import numpy as np

from handoff_experiments.statistics.paired import METHOD as PAIRED
from handoff_experiments.statistics.paired import FloatArray, PairedDifference, paired_difference
from handoff_experiments.tuning.futures import Futures

METHOD = (
    f"{PAIRED}; over sampled worlds each fresh seed has a fresh world, and the interval is for the mean over the "
    "ranges; for the worst of several worlds, the worst of their means between the worst of their simultaneous bounds "
    "(Bonferroni)"
)


@dataclass(frozen=True, kw_only=True)
class Estimator:
    """Differences over given futures: the mean over them, or with ``worst`` that of the world that is worst."""

    futures: Futures
    worst: bool = False

    def difference(
        self, policy: FloatArray, other: FloatArray | float, *, sense: int, alpha: float
    ) -> PairedDifference:
        """Policy less other, future by future, with an interval that misses the truth with probability ``alpha``.

        Args:
            policy: Values of the policy [future].
            other: Values that it is held against, in the same futures [future], or a number.
            sense: 1 where more is sought, -1 where less is; the worst world is worst in this sense.
            alpha: Error probability of the interval, 0 to 1.

        The interval of a mean over worlds counts futures as independent: true of fresh futures only.
        """
        held = np.broadcast_to(np.asarray(other, dtype=np.float64), policy.shape)
        if not self.worst:
            return paired_difference(policy, held, alpha=alpha)
        worlds = self.futures.world_numbers
        each = alpha / len(self.futures.worlds)
        found = [
            paired_difference(sense * policy[worlds == n], sense * held[worlds == n], alpha=each)
            for n in range(len(self.futures.worlds))
        ]
        return _worst(found, sense)


def _worst(found: list[PairedDifference], sense: int) -> PairedDifference:
    """The smallest of several means, between the smallest of their bounds; all in the sense of more is better."""
    if any(each.pairs == 0 for each in found):  # in some world it has no value at all
        return next(each for each in found if each.pairs == 0)
    worst = min(found, key=lambda each: each.mean)
    low, high = min(each.low for each in found), min(each.high for each in found)
    if sense > 0:
        return replace(worst, low=low, high=high)
    return replace(worst, mean=-worst.mean, low=-high, high=-low)
