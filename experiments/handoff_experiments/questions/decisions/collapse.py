"""E14: whether a withdrawn network has collapsed, what is left of it, and what more regions add while one stays."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.questions.decisions.region import ANSWERS
from handoff_experiments.statistics.paired import PairedDifference
from handoff_experiments.wording import listed, number

ARM, NETWORK, STAYS, WITHDRAWN, REGIONS = "arm", "network", "stays", "withdrawn", "regions"
RESIDUAL = 0.05  # of handed-off hours by network: less is nothing
BACK = 0.02  # of handed-off hours across regions: so near the phone book's is back to it


def within(found: PairedDifference, margin: float) -> bool | None:
    """Whether a mean is no further from zero than a margin: yes or no where its interval says so, else None."""
    if -margin <= found.low and found.high <= margin:
        return True
    return False if found.low > margin or found.high < -margin else None


def remains(evidence: Evidence) -> pd.DataFrame:
    """A row per policy and number of regions after the withdrawal: N3, R8, N14 and S16.phone, and whether it collapsed.

    The share by network is a level, the others are differences from the phone book; all intervals hold together.
    """
    points = list(evidence.points(ARM, REGIONS))
    return pd.DataFrame([_remains(evidence, point, comparisons=4 * len(points)) for point in points])


def _remains(evidence: Evidence, point: dict[str, str], *, comparisons: int) -> dict[str, Any]:
    levels = {**point, NETWORK: WITHDRAWN}
    by_network = estimate(evidence.at("N3", levels, "level"), comparisons=comparisons)
    found = {
        code: estimate(evidence.at(code, levels), comparisons=comparisons)
        for code in ("R8", "N14", "N14.hours", "S16.phone")
    }
    gone = True if by_network.high < RESIDUAL else False if by_network.low >= RESIDUAL else None
    back = within(found["R8"], BACK)
    whole = True if gone and back else False if gone is False or back is False else None
    columns = {
        f"{code}{part}": value
        for code, estimated in {"N3": by_network, **found}.items()
        for part, value in (("", estimated.mean), (" low", estimated.low), (" high", estimated.high))
    }
    conditions = {"N3 under 5 %": ANSWERS[gone], "R8 back": ANSWERS[back], "collapsed": ANSWERS[whole]}
    return {**point, **columns, **conditions, "pairs": by_network.pairs}


def pooling(evidence: Evidence) -> pd.DataFrame:
    """Gain in served share (R2) over the phone book of a network that stays, by policy and number of regions."""
    points = list(evidence.points(ARM, REGIONS))
    rows = []
    for point in points:
        found = estimate(evidence.at("R2", {**point, NETWORK: STAYS}), comparisons=len(points))
        rows.append({**point, "gain": found.mean, "low": found.low, "high": found.high, "pairs": found.pairs})
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """Collapse by its two conditions, policy by policy; what is kept; and the gain of pooling by regions."""
    table = remains(evidence)
    sentences = [sentence for arm in evidence.factors[ARM] for sentence in _of_arm(table[table[ARM] == arm], arm)]
    sentences += _of_pooling(evidence)
    return Decision(sentences=tuple(sentences), table=table)


def _of_arm(rows: pd.DataFrame, arm: str) -> Iterator[str]:
    where = {answer: list(rows.loc[rows["collapsed"] == answer, REGIONS]) for answer in ANSWERS.values()}
    parts = [
        f"{words} with {listed(where[answer])}"
        for answer, words in (("yes", "it has collapsed"), ("no", "it has not"), ("undecided", "it is undecided"))
        if where[answer]
    ]
    yield f"After {arm} is withdrawn, by the two conditions: {'; '.join(parts)}."
    last = rows.iloc[-1]
    kept = f"{number(last['N14'])} partners per shop met in it [{number(last['N14 low'])} to {number(last['N14 high'])}]"
    phoned = f"{100 * last['N14.hours']:.1f} % of handed-off hours go to such partners by phone"
    crossing = f"{100 * last['R8']:+.1f} points across regions [{100 * last['R8 low']:.1f} to {100 * last['R8 high']:.1f}]"
    more = {True: "more", False: "less"}.get(last["S16.phone low"] > 0 or not last["S16.phone high"] < 0)
    surely = last["S16.phone low"] > 0 or last["S16.phone high"] < 0
    work = f"{more} work goes by phone than without it ever" if surely else "no other share of work by phone is shown"
    yield f"Left of it with {last[REGIONS]}: {kept}; {phoned}; {crossing}; {work}."


def _of_pooling(evidence: Evidence) -> Iterator[str]:
    first, *_, last = evidence.factors[REGIONS]
    arms = evidence.factors[ARM]
    for arm in arms:
        levels = {ARM: arm, NETWORK: STAYS}
        more = evidence.at("R2", {**levels, REGIONS: last}) - evidence.at("R2", {**levels, REGIONS: first})
        found = estimate(more, comparisons=len(arms))
        shown = "" if found.low > 0 or found.high < 0 else ", which is not decided"
        yield f"While {arm} stays, {last} add {told(found, 'share')} of demand served to its gain with {first}{shown}."
