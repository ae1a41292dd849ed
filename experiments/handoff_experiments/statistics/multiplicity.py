"""One error probability for everything a comparison shows.

The error allowance alpha is divided among families of contrasts (weighted Bonferroni) and, inside a
family, equally among its arms x metrics (x size classes). So all intervals shown hold together with
probability 1 - alpha, whatever the correlation between metrics. The p-values beside them are adjusted
by Holm's method within the family, which is never weaker.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from statsmodels.stats.multitest import multipletests

METHOD = "simultaneous Bonferroni intervals with weighted families; p-values by Holm within a family"
SOURCE = (
    "Dunn 1961, JASA 56 (simultaneous intervals); Holm 1979, Scandinavian J. of Statistics 6 "
    "(statsmodels.stats.multitest.multipletests)"
)


class Family(StrEnum):
    """Sets of contrasts that share a part of the error allowance."""

    HEADLINE = "headline"
    HEADLINE_BY_SIZE = "headline_by_size"
    FURTHER = "further"
    FURTHER_BY_SIZE = "further_by_size"


# What a reader decides by gets most of the allowance; the shares sum to one.
SHARES = {
    Family.HEADLINE: 0.60,
    Family.HEADLINE_BY_SIZE: 0.20,
    Family.FURTHER: 0.15,
    Family.FURTHER_BY_SIZE: 0.05,
}


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """Error probability of each single interval, by family, so that all hold together."""

    alpha: float
    sizes: dict[Family, int]  # contrasts in each family

    def of(self, family: Family, *, look: float = 1.0) -> float:
        """Error probability of one interval.

        Args:
            family: The family it belongs to.
            look: Share of the allowance spent at this look (statistics.sequential), 0 to 1.
        """
        return self.alpha * look * SHARES[family] / self._used() / self.sizes[family]

    def adjusted(self, family: Family, p_values: Sequence[float], *, look: float = 1.0) -> list[float]:
        """Holm's adjusted p-values of a whole family, to be compared with alpha itself."""
        if not p_values:
            return []
        with _nothing_to_collect():
            _, within, _, _ = multipletests(list(p_values), method="holm")
        share = look * SHARES[family] / self._used()
        return [min(1.0, float(p) / share) for p in within]

    def _used(self) -> float:
        return sum(SHARES[family] for family, size in self.sizes.items() if size)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep garbage collection short: multipletests asks for one, which walks the whole heap of the model's compiler."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def allowance(*, alpha: float, arms: int, headline: int, further: int, size_classes: int) -> Allowance:
    """Divide alpha over arms x metrics (x size classes); an empty family's share goes to the others."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha: expected an error probability between 0 and 1; found {alpha}")
    sizes = {
        Family.HEADLINE: arms * headline,
        Family.HEADLINE_BY_SIZE: arms * headline * size_classes,
        Family.FURTHER: arms * further,
        Family.FURTHER_BY_SIZE: arms * further * size_classes,
    }
    return Allowance(alpha=alpha, sizes=sizes)
