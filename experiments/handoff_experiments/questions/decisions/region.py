"""E13: which rules carry a region through a shock better than the phone book, and at what price."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from handoff_experiments.effects import EFFECTS
from handoff_experiments.questions.decisions.decision import Decision, holds, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.wording import listed, number, percent

ARM, SHOCK, NONE = "arm", "shock", "none"
MORE_CONCENTRATED = 0.05  # of the phone book's R7: a rise beyond it counts
LESS_FREE = 0.20  # of the phone book's S10: a fall beyond it counts
ANSWERS = {True: "yes", False: "no", None: "undecided"}


def responses(evidence: Evidence) -> pd.DataFrame:
    """A row per shock and policy: R4, R7 and S10 against the phone book, the three conditions, and what they come to.

    R4 must be higher: no, where the interval leaves no room for a rise that matters and does not exclude zero. R7 may
    rise and S10 may fall by so much of its baseline at most. Intervals of all rows and metrics hold together.
    """
    points = [point for point in evidence.points(SHOCK, ARM) if point[SHOCK] != NONE]
    return pd.DataFrame([_response(evidence, point, comparisons=3 * len(points)) for point in points])


def _response(evidence: Evidence, point: dict[str, str], *, comparisons: int) -> dict[str, Any]:
    found = {code: estimate(evidence.at(code, point), comparisons=comparisons) for code in ("R4", "R7", "S10")}
    room = {
        code: share * float(np.nanmean(evidence.at(code, point, "baseline")))
        for code, share in (("R7", MORE_CONCENTRATED), ("S10", LESS_FREE))
    }
    conditions = {
        "R4 higher": True if found["R4"].low > 0 else False if found["R4"].high < EFFECTS["R4"] else None,
        "R7 not up": _negated(holds(found["R7"], at_least=room["R7"])),
        "S10 not down": holds(found["S10"], at_least=-room["S10"]),
    }
    answers = list(conditions.values())
    whole = True if all(answers) else False if False in answers else None
    columns = {
        f"{code}{part}": value
        for code, estimated in found.items()
        for part, value in (("", estimated.mean), (" low", estimated.low), (" high", estimated.high))
    }
    return {
        **point,
        "R4 by phone": float(np.nanmean(evidence.at("R4", point, "baseline"))),
        **columns,
        **{name: ANSWERS[answer] for name, answer in conditions.items()},
        "improved": ANSWERS[whole],
        "told": told(found["R4"], evidence.units["R4"]),
        "pairs": found["R4"].pairs,
    }


def service_in_words(level: float) -> str:
    """Service in a shock against the year before, in words.

    >>> service_in_words(0.96)
    'the served share is 96 % of what it was before'
    """
    return f"the served share is {percent(level)} of what it was before"


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def decide(evidence: Evidence) -> Decision:
    """Improvement in R4 without R7 up and S10 down, shock by shock."""
    table = responses(evidence)
    sentences = []
    for shock in dict.fromkeys(table[SHOCK]):
        sentences += list(_of_shock(shock, table[table[SHOCK] == shock]))
    if evidence.has("S15"):
        sentences.append(_small_shops(evidence))
    return Decision(sentences=tuple(sentences), table=table.drop(columns="told"))


def _of_shock(shock: str, rows: pd.DataFrame) -> Iterator[str]:
    level = float(rows["R4 by phone"].iloc[0])
    yield f"With {shock}, {service_in_words(level)} under the phone book."
    improved = [f"{row[ARM]} ({row['told']})" for row in _records(rows) if row["improved"] == "yes"]
    if improved:
        yield f"It holds better, and at no price in concentration or freedom, under {listed(improved)}."
    else:
        yield "No rules are shown to hold it better at no price in concentration or freedom."
    for row in _records(rows):
        if row["improved"] == "no":
            failed = [name for name in ("R4 higher", "R7 not up", "S10 not down") if row[name] == "no"]
            yield f"Not under {row[ARM]}: {listed([_failure(name, row) for name in failed])}."
    open_ones = [row[ARM] for row in _records(rows) if row["improved"] == "undecided"]
    if open_ones:
        yield f"Undecided with {shock} for {listed(open_ones)}: more pairs may tell."


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _failure(condition: str, row: dict[str, Any]) -> str:
    if condition == "R4 higher":
        return f"service is no better by as much as matters ({row['told']})"
    if condition == "R7 not up":
        return f"production is more concentrated (R7 {number(row['R7'], signed=True)})"
    return f"shops are less free (S10 {number(row['S10'], signed=True)})"


def _small_shops(evidence: Evidence) -> str:
    """Small shops' part of large orders in the wave, against the phone book (P8.5)."""
    waves = [point for point in evidence.points(SHOCK, ARM) if point[SHOCK] != NONE]
    found = {(point[SHOCK], point[ARM]): estimate(evidence.at("S15", point), comparisons=len(waves)) for point in waves}
    up = [f"{arm} with {shock} ({told(e, 'share')})" for (shock, arm), e in found.items() if e.low > 0]
    down = [f"{arm} with {shock} ({told(e, 'share')})" for (shock, arm), e in found.items() if e.high < 0]
    if not up and not down:
        return "Small shops' share of large-order hours: no difference from the phone book is shown in any shock."
    parts = [f"higher under {listed(up)}"] * bool(up) + [f"lower under {listed(down)}"] * bool(down)
    return f"Small shops' share of large-order hours is {'; '.join(parts)}."
