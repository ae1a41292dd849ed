"""Looking several times without fooling oneself.

A comparison that stops when it is decided looks at its results more than once, and each look is a
chance to be wrong. The numbers of pairs at which it will look are fixed before the first run, and each
look may spend only its part of the error allowance, in proportion to the pairs it adds (the linear
spending function of Lan and DeMets). Instead of the usual normal approximation, the looks are joined by
Boole's inequality around exact Student t intervals: slightly wider, and honest at ten pairs, where the
approximation is not. The intervals of all looks hold together (repeated confidence intervals), so
stopping at whichever look is convenient, or by hand, costs nothing.
"""

from dataclasses import dataclass
from itertools import pairwise

METHOD = "planned looks with linear alpha spending, joined by Boole's inequality; repeated t intervals"
SOURCE = (
    "Lan & DeMets 1983, Biometrika 70 (spending); Kim & DeMets 1987, Biometrika 74 (linear); "
    "Jennison & Turnbull 1989, J. Royal Statistical Society B 51 (repeated confidence intervals)"
)
FIRST_LOOK = 8  # pairs
GROWTH = 1.5  # each look comes when there are half as many pairs again
MOST_PAIRS = 64


@dataclass(frozen=True, kw_only=True)
class Look:
    """One planned look: how many pairs there are, and which share of alpha it may spend."""

    pairs: int
    share: float


def single_look(pairs: int) -> tuple[Look, ...]:
    """A comparison of fixed size looks once, at the end."""
    if pairs < 1:
        raise ValueError(f"pairs: expected a whole number of at least 1; found {pairs}")
    return (Look(pairs=pairs, share=1.0),)


def planned_looks(most: int = MOST_PAIRS, *, first: int = FIRST_LOOK, growth: float = GROWTH) -> tuple[Look, ...]:
    """Looks at a growing number of pairs, each spending in proportion to the pairs it adds.

    Args:
        most: Pairs at the last look.
        first: Pairs at the first look.
        growth: Factor between looks, above 1.

    Returns:
        Looks whose shares sum to one.

    >>> [look.pairs for look in planned_looks(64)]
    [8, 12, 18, 27, 40, 64]
    """
    if most < 1 or first < 1 or growth <= 1:
        raise ValueError(f"looks: expected pairs of at least 1 and growth above 1; found {most}, {first}, {growth}")
    counts = [min(first, most)]
    while counts[-1] < most:
        following = max(counts[-1] + 1, round(counts[-1] * growth))
        counts.append(most if following * growth > most * 1.2 else following)
    steps = [counts[0], *(after - before for before, after in pairwise(counts))]
    return tuple(Look(pairs=n, share=step / most) for n, step in zip(counts, steps, strict=True))
