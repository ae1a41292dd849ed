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
    """A row per record: its criteria, which records beat it, and which do as well in no more hours.

    A record is beaten by another that is no worse in any criterion and better in one, by the means. One does as well
    if its intervals say that it is worse in neither criterion by more than the smallest effect of interest. ``others``
    are levels of other factors to look at alone.
    """
    records = evidence.factors[FACTOR]
    found = {record: criteria(evidence, {**(others or {}), FACTOR: record}) for record in records}
    comparisons = 2 * len(records) * (len(records) - 1)
    rows = []
    for record in records:
        rivals = [other for other in records if other != record]
        rows.append(
            {
                "record": record,
                **{name: float(np.nanmean(values)) for name, values in found[record].items()},
                "preparation": preparation(record),
                "beaten by": listed([other for other in rivals if _beats(found, other, record)]),
                "as good in fewer hours": listed(
                    [other for other in rivals if _does_as_well(found, other, record, comparisons)]
                ),
            }
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """The Pareto set on blame-transfer index, customer loss and preparation hours; what is dominated is flagged."""
    table = frontier(evidence)
    rows = table.to_dict("records")
    words = [
        f"{row['record']} (blame {percent(row['blame'])}, customers lost {percent(row['customer loss'])}, "
        f"{row['preparation']:g} h)"
        for row in rows
        if not row["beaten by"]
    ]
    sentences = [f"Not beaten on blame, customer loss and preparation hours, by the means: {listed(words)}."]
    for row in rows:
        as_good = row["as good in fewer hours"]
        if row["beaten by"]:
            sentences.append(f"{row['record']} is dominated by {row['beaten by']}{'' if as_good else ', undecided'}.")
        elif as_good:
            sentences.append(f"What {row['record']} takes in hours buys nothing that matters against {as_good}.")
    return Decision(sentences=tuple(sentences), table=table)


def _beats(found: Mapping[str, Mapping[str, FloatArray]], one: str, other: str) -> bool:
    gaps = [float(np.nanmean(found[one][name] - found[other][name])) for name in MARGINS]
    gaps.append(preparation(one) - preparation(other))
    return all(gap <= 0 for gap in gaps) and any(gap < 0 for gap in gaps)


def _does_as_well(found: Mapping[str, Mapping[str, FloatArray]], one: str, other: str, comparisons: int) -> bool:
    gaps = {name: estimate(found[one][name] - found[other][name], comparisons=comparisons) for name in MARGINS}
    return preparation(one) < preparation(other) and all(gap.high <= MARGINS[name] for name, gap in gaps.items())
