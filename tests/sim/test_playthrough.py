"""Recorded futures of a small town, readable: a change of behaviour is a diff that somebody reads.

``make golden`` rewrites them.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from tests.sim.small import eager, policy, run

from handoff_sim import metrics
from handoff_sim.codes import DeclineCode
from handoff_sim.run import Run

WEEKS = 52
COLUMNS = ("members", "rfqs", "awards", "in_house_ops", "phone_ops", "network_ops", "outside_ops", "closed_jobs",
           "ncr_events", "ncr_disputed", "repeats", "exits")  # fmt: skip
ANSWERS = 12  # the first of them, in full


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "quote_button"])
def test_golden_future(name: str, golden: Callable[[str, str], None]) -> None:
    one = run(eager("workshop"), policy(name), 7, WEEKS, record_decisions=True)
    golden(f"{name}.txt", "\n".join((*weeks(one), *answers(one), *figures(one), *last(one))) + "\n")


def weeks(one: Run) -> Iterator[str]:
    yield "week  " + "  ".join(COLUMNS)
    panel = one.records.panel
    for week in range(WEEKS):
        yield f"{week:>4}  " + "  ".join(f"{int(panel[name][week]):>{len(name)}}" for name in COLUMNS)


def answers(one: Run) -> Iterator[str]:
    """Why shops said yes and no: the terms of the first answers to handoffs (R11)."""
    yield ""
    decisions = one.decisions()
    asked = decisions[(decisions["kind"] == "HANDOFF_RESPONSE") & (decisions["code"] != DeclineCode.NO_CAPABILITY)]
    for row in asked.head(ANSWERS).itertuples():
        terms = ", ".join(f"{name} {value:.2f}" for name, value in row.terms.items() if value)
        yield f"week {row.week}, shop {row.shop}: {DeclineCode(row.code).name}, worth {row.value:.2f}: {terms}"


def figures(one: Run) -> Iterator[str]:
    yield ""
    for code, value in metrics.compute(one.records).items():
        yield f"{code:<18} {'-' if np.isnan(value) else f'{value:.6g}'}"


def last(one: Run) -> Iterator[str]:
    yield ""
    yield f"profit by shop, $: {', '.join(str(cents // 100) for cents in one.records.profit_weeks.sum(axis=0))}"
    yield f"events {one.events_sha256}"
