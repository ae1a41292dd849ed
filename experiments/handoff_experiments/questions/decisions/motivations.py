"""E8: which of the three motivations are needed, which sets of them suffice, and what each adds (Shapley)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import factorial

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, holds, told
from handoff_experiments.questions.decisions.evidence import GAINING, Evidence, estimate
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.wording import interval, listed, percent

MOTIVATIONS = ("clean work", "protection", "merit")
EXPOSURE = "exposure"
NEEDED = 0.2  # drop by removal from which on a motivation is called necessary
ENOUGH = 0.8  # share of shops that gain from which on a set is called sufficient
Subset = frozenset[str]


def subsets(of: Sequence[str]) -> Iterator[Subset]:
    """Every subset, the smaller first."""
    for size in range(len(of) + 1):
        yield from map(frozenset, combinations(of, size))


def levels_of(evidence: Evidence, subset: Subset, players: Sequence[str] = MOTIVATIONS) -> dict[str, str]:
    """Levels of the cube's corner with these motivations: each factor's last level where it is in, else its first."""
    return {player: evidence.factors[player][-1 if player in subset else 0] for player in players}


def shapley(worth: Mapping[Subset, FloatArray], players: Sequence[str]) -> dict[str, FloatArray]:
    """Mean marginal contribution of each player over all orders of joining [seed], in the unit of ``worth``.

    Source: Shapley 1953, A value for n-person games.
    """
    n = len(players)
    found = {}
    for player in players:
        others = [other for other in players if other != player]
        found[player] = sum(
            factorial(len(part)) * factorial(n - len(part) - 1) / factorial(n) * (worth[part | {player}] - worth[part])
            for part in subsets(others)
        )
    return found  # type: ignore[return-value]


def worths(evidence: Evidence, code: str, others: Mapping[str, str]) -> dict[Subset, FloatArray]:
    """A metric at every corner of the cube [seed]; shares of shops as they are, all else against the twin."""
    reading = "level" if code == GAINING else "difference"
    return {
        part: evidence.at(code, {**levels_of(evidence, part), **others}, reading)  # type: ignore[arg-type]
        for part in subsets(MOTIVATIONS)
    }


def decide(evidence: Evidence) -> Decision:
    """Necessity, minimal sufficient sets and Shapley values, exposure by exposure."""
    sentences, rows = [], []
    for exposure in evidence.factors[EXPOSURE]:
        others = {EXPOSURE: exposure}
        gaining = worths(evidence, GAINING, others)
        sentences.append(f"{exposure}: {_needed(gaining)} {_sufficient(gaining)}")
        values = shapley(worths(evidence, "S1", others), MOTIVATIONS)
        comparisons = len(MOTIVATIONS) * len(evidence.factors[EXPOSURE])
        found = {player: estimate(each, comparisons=comparisons) for player, each in values.items()}
        rows += [{"exposure": exposure, "motivation": player, **vars(each)} for player, each in found.items()]
        shares = [f"{player} {told(each, evidence.units['S1'])}" for player, each in found.items()]
        sentences.append(f"{exposure}: Shapley values in shop profit: {listed(shares)}.")
    sentences.append(
        "A good deal needs C > 0 and U > 0; only C is looked at here, so a set that does not suffice here does not "
        "suffice at all, while one that does may still fail by U."
    )
    return Decision(sentences=tuple(sentences), table=pd.DataFrame(rows))


def _needed(gaining: Mapping[Subset, FloatArray]) -> str:
    whole = frozenset(MOTIVATIONS)
    drops = {
        player: estimate(gaining[whole] - gaining[whole - {player}], comparisons=len(MOTIVATIONS))
        for player in MOTIVATIONS
    }
    judged = {player: holds(drop, at_least=NEEDED) for player, drop in drops.items()}
    needed = [player for player, verdict in judged.items() if verdict]
    unsure = [player for player, verdict in judged.items() if verdict is None]
    words = f"necessary (removal drops the share of shops with C > 0 by more than {percent(NEEDED)}): "
    return f"{words}{listed(needed) or 'none'}{f'; undecided: {listed(unsure)}' if unsure else ''}."


def _sufficient(gaining: Mapping[Subset, FloatArray]) -> str:
    shares = {part: estimate(values, comparisons=len(gaining)) for part, values in gaining.items()}
    enough = [part for part, share in shares.items() if holds(share, at_least=ENOUGH)]
    minimal = [part for part in enough if not any(other < part for other in enough)]
    best = max(shares, key=lambda part: shares[part].mean)
    unsure = sum(holds(share, at_least=ENOUGH) is None for share in shares.values())
    within = interval(shares[best].low, shares[best].high, "share")
    reached = f"most is reached by {_named(best)}, {percent(shares[best].mean)} {within}"
    if not minimal:
        return f"No set is seen to suffice (C > 0 for {percent(ENOUGH)} of shops), {unsure} undecided; {reached}."
    return f"Minimal sets that suffice: {listed([_named(part) for part in minimal])}; {reached}."


def _named(part: Subset) -> str:
    return " + ".join(player for player in MOTIVATIONS if player in part) or "none of the three"
