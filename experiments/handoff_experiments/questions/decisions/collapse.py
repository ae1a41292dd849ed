"""E14: whether a withdrawn network has collapsed, what is left of it, and what more regions add while one stays."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, Reading, estimate
from handoff_experiments.questions.decisions.region import ANSWERS
from handoff_experiments.statistics.paired import PairedDifference
from handoff_experiments.wording import amount, interval, number

ARM, NETWORK, STAYS, WITHDRAWN, REGIONS = "arm", "network", "stays", "withdrawn", "regions"
RESIDUAL = 0.05  # of handed-off hours by network: less is nothing
ENDED = {"yes": "it has collapsed", "no": "it has not collapsed", "undecided": "whether it has collapsed is undecided"}
LEFT = ("R8", "N14", "N14.hours", "S16.phone")  # against the phone book
BACK = 0.02  # of handed-off hours across regions: so near the phone book's is back to it


def within(found: PairedDifference, margin: float) -> bool | None:
    """Whether a mean is no further from zero than a margin: yes or no where its interval says so, else None."""
    if -margin <= found.low and found.high <= margin:
        return True
    return False if found.low > margin or found.high < -margin else None


def several_regions(evidence: Evidence) -> tuple[str, ...]:
    """Levels with more than one region: only there can work cross regions."""
    return tuple(
        level for level in evidence.factors[REGIONS] if evidence.sets[REGIONS][level]["population.regions"] > 1
    )


def remains(evidence: Evidence) -> pd.DataFrame:
    """What is left after the withdrawal, and whether it is collapse: a row per policy over worlds of several regions.

    N3 is a level; R8, N14, N14.hours and S16.phone are differences from the phone book. All intervals hold together.
    """
    arms = evidence.factors[ARM]
    return pd.DataFrame([_remains(evidence, arm, comparisons=5 * len(arms)) for arm in arms])


def _remains(evidence: Evidence, arm: str, *, comparisons: int) -> dict[str, Any]:
    def over_regions(code: str, reading: Reading = "difference") -> PairedDifference:
        levels = [{ARM: arm, NETWORK: WITHDRAWN, REGIONS: level} for level in several_regions(evidence)]
        return estimate(np.mean([evidence.at(code, each, reading) for each in levels], axis=0), comparisons=comparisons)

    found = {"N3": over_regions("N3", "level"), **{code: over_regions(code) for code in LEFT}}
    gone = True if found["N3"].high < RESIDUAL else False if found["N3"].low >= RESIDUAL else None
    back = within(found["R8"], BACK)
    whole = True if gone and back else False if gone is False or back is False else None
    columns = {
        f"{code}{part}": value
        for code, estimated in found.items()
        for part, value in (("", estimated.mean), (" low", estimated.low), (" high", estimated.high))
    }
    conditions = {"N3 under 5 %": ANSWERS[gone], "R8 back": ANSWERS[back], "collapsed": ANSWERS[whole]}
    return {ARM: arm, **columns, **conditions, "pairs": found["N3"].pairs}


def pooling(evidence: Evidence) -> pd.DataFrame:
    """Gain in served share (R2) over the phone book of a network that stays, by policy and number of regions."""
    points = list(evidence.points(ARM, REGIONS))
    rows = []
    for point in points:
        levels = {**point, NETWORK: STAYS}
        found = estimate(evidence.at("R2", levels), comparisons=len(points))
        phone = float(np.nanmean(evidence.at("R2", levels, "baseline")))
        rows.append(
            {**point, "gain": found.mean, "low": found.low, "high": found.high, "by phone": phone, "pairs": found.pairs}
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """Collapse by its two conditions, policy by policy; what is kept; and the gain of pooling by regions."""
    table = remains(evidence)
    sentences = [
        sentence for row in table.to_dict("records") for sentence in _of_arm({str(k): v for k, v in row.items()})
    ]
    sentences += _of_pooling(evidence)
    return Decision(sentences=tuple(sentences), table=table)


def _of_arm(row: dict[str, Any]) -> Iterator[str]:
    back = {"yes": "back at", "no": "not back at", "undecided": "not shown to be back at"}[row["R8 back"]]
    yield (
        f"After {row[ARM]} is withdrawn {ENDED[row['collapsed']]}: {100 * row['N3']:.1f} % of handed-off hours still "
        f"go by network, and the share across regions is {back} that of the phone book ({_points(row, 'R8')})."
    )
    work = {
        None: "the share of work that goes by phone is not shown to differ from the phone book's",
        True: "more work goes by phone than in the phone book's future",
        False: "less work goes by phone than in the phone book's future",
    }[row["S16.phone low"] > 0 if _surely(row, "S16.phone") else None]
    partners = f"{number(row['N14'])} partners per shop [{number(row['N14 low'])} to {number(row['N14 high'])}]"
    yield (
        f"Left of it: {partners}, who get {100 * row['N14.hours']:.0f} % of handed-off hours by phone "
        f"({_points(row, 'N14.hours')}); {work} ({_points(row, 'S16.phone')})."
    )


def _surely(row: dict[str, Any], code: str) -> bool:
    return bool(row[f"{code} low"] > 0 or row[f"{code} high"] < 0)


def _points(row: dict[str, Any], code: str) -> str:
    return f"{amount(row[code], 'share')} {interval(row[f'{code} low'], row[f'{code} high'], 'share')}"


def _of_pooling(evidence: Evidence) -> Iterator[str]:
    first, *_, last = evidence.factors[REGIONS]
    arms = evidence.factors[ARM]
    for arm in arms:
        levels = {ARM: arm, NETWORK: STAYS}
        more = evidence.at("R2", {**levels, REGIONS: last}) - evidence.at("R2", {**levels, REGIONS: first})
        found = estimate(more, comparisons=len(arms))
        shown = "" if found.low > 0 or found.high < 0 else ", which is not decided"
        yield f"While {arm} stays, {last} add {told(found, 'share')} to its gain in served share with {first}{shown}."
    phone = float(np.nanmean(evidence.at("R2", {REGIONS: last}, "baseline")))
    yield f"The phone book alone serves {100 * phone:.1f} % of the hours with {last}; only the rest can be gained."
