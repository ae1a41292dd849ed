"""E2: which records are not beaten on blame, lost customers and preparation at once."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from handoff_experiments.effects import EFFECTS
from handoff_experiments.questions.decisions.decision import Decision
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.wording import listed, percent
from handoff_sim.codes import Record
from handoff_sim.policy.record import RECORDS

FACTOR = "record"
# what is held to be small: the smallest effects of interest of the metrics behind them
MARGINS = {"blame": EFFECTS["S8b"], "customer loss": EFFECTS["S11"]}


def criteria(evidence: Evidence, levels: Mapping[str, str]) -> dict[str, FloatArray]:
    """Both criteria that are measured, as shares of which less is better [seed]."""
    return {
        "blame": evidence.at("S8b", levels, "level"),
        "customer loss": 1.0 - evidence.at("S11", levels, "level"),
    }


def preparation(record: str) -> float:
    """Hours in which the originator prepares a record."""
    return RECORDS[Record[record.upper()]].prep_h


def frontier(evidence: Evidence, others: Mapping[str, str] | None = None) -> pd.DataFrame:
    """A row per record: its criteria, and which record beats it, by the means and for sure.

    A record beats another for sure if it is better in one criterion by its interval and in none of them worse by more
    than the smallest effect of interest. ``others`` are levels of other factors to look at alone.
    """
    records = evidence.factors[FACTOR]
    found = {record: criteria(evidence, {**(others or {}), FACTOR: record}) for record in records}
    comparisons = 2 * len(records) * (len(records) - 1)
    rows = []
    for record in records:
        beaten = [other for other in records if other != record and _by_mean(found, other, record)]
        surely = [other for other in records if other != record and _surely(found, other, record, comparisons)]
        rows.append(
            {
                "record": record,
                **{name: float(np.nanmean(values)) for name, values in found[record].items()},
                "preparation": preparation(record),
                "beaten by": listed(beaten),
                "surely beaten by": listed(surely),
            }
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """The Pareto set on blame-transfer index, customer loss and preparation hours."""
    table = frontier(evidence)
    kept = table.loc[table["beaten by"] == ""]
    words = [
        f"{row['record']} (blame {percent(row['blame'])}, customers lost {percent(row['customer loss'])}, "
        f"{row['preparation']:g} h)"
        for row in kept.to_dict("records")
    ]
    sentences = [f"Not beaten on blame, customer loss and preparation hours: {listed(words)}."]
    for row in table.loc[table["beaten by"] != ""].to_dict("records"):
        sure = row["surely beaten by"]
        how = f"; {sure} beats it for sure" if sure else ", by the means only; the intervals do not decide it"
        sentences.append(f"{row['record']} is beaten by {row['beaten by']}{how}.")
    return Decision(sentences=tuple(sentences), table=table)


def _by_mean(found: Mapping[str, Mapping[str, FloatArray]], one: str, other: str) -> bool:
    gaps = [np.nanmean(found[one][name] - found[other][name]) for name in MARGINS]
    gaps.append(preparation(one) - preparation(other))
    return bool(all(gap <= 0 for gap in gaps) and any(gap < 0 for gap in gaps))


def _surely(found: Mapping[str, Mapping[str, FloatArray]], one: str, other: str, comparisons: int) -> bool:
    hours = preparation(one) - preparation(other)
    gaps = {name: estimate(found[one][name] - found[other][name], comparisons=comparisons) for name in MARGINS}
    no_worse = hours <= 0 and all(gap.high <= MARGINS[name] for name, gap in gaps.items())
    return no_worse and (hours < 0 or any(gap.high < 0 for gap in gaps.values()))
