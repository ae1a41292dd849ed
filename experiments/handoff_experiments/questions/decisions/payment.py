"""E1: what each term adds to the receiver's contribution, and what that costs the originator."""

from collections.abc import Iterator, Mapping

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.wording import amount, number

HOURS_PER_WEEK = 45.0  # of a machine
BEYOND = "beyond the margin"
UNDECIDED = "Whether anything durable is left is undecided"
PER_HOUR = "$ per machine-hour"
PER_WEEK = "$ per machine-week"


def beyond_margin(evidence: Evidence, levels: Mapping[str, str]) -> FloatArray:
    """Gain in shop profit that is no margin of a handoff itself [seed], $ per machine-week.

    Change of S1 less change of (S7 + S7.originator) x S16 x R1 x 45. It stands in for S9, which needs a twin run
    without each single handoff.
    """

    def margin(reading: str) -> FloatArray:
        def read(code: str) -> FloatArray:
            return evidence.at(code, levels, reading)  # type: ignore[arg-type]

        return (read("S7") + read("S7.originator")) * read("S16") * read("R1") * HOURS_PER_WEEK

    return evidence.at("S1", levels) - (margin("level") - margin("baseline"))


def levers(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """Every step there is: factor, its first level, another level."""
    for factor, (first, *others) in evidence.factors.items():
        for level in others:
            yield factor, first, level


def decide(evidence: Evidence) -> Decision:
    """Rank levers by what the receiver gains per dollar that the originator loses; say whether anything lasts."""
    steps = list(levers(evidence))
    rows = []
    for factor, first, level in steps:
        gain, cost, lasting = (
            estimate(after - before, comparisons=3 * len(steps))
            for before, after in (
                (evidence.at("S7", {factor: first}), evidence.at("S7", {factor: level})),
                (-evidence.at("S7.originator", {factor: first}), -evidence.at("S7.originator", {factor: level})),
                tuple(beyond_margin(evidence, {factor: each}) for each in (first, level)),
            )
        )
        rows.append(
            {
                "lever": f"{factor}: {first.removeprefix(f'{factor} ')} → {level.removeprefix(f'{factor} ')}",
                "receiver gains": gain.mean,
                "gain low": gain.low,
                "gain high": gain.high,
                "originator loses": cost.mean,
                "loss low": cost.low,
                "loss high": cost.high,
                BEYOND: lasting.mean,
                "beyond low": lasting.low,
                "beyond high": lasting.high,
                "gained per dollar lost": gain.mean / cost.mean if cost.low > 0 else float("nan"),
            }
        )
    table = pd.DataFrame(rows)
    return Decision(sentences=(*_ranked(table), _lasting(evidence)), table=table)


def _ranked(table: pd.DataFrame) -> Iterator[str]:
    gains = table[table["gain low"] > 0]
    if gains.empty:
        yield "No lever is seen to add to what a receiver earns by an hour of received work; all are undecided."
        return
    for row in gains.sort_values("receiver gains", ascending=False).to_dict("records"):
        gained = f"{row['lever']} adds {amount(row['receiver gains'], PER_HOUR)} for the receiver"
        if row["loss low"] > 0:
            ratio = number(row["gained per dollar lost"])
            lost = amount(row["originator loses"], PER_HOUR, signed=False)
            yield f"{gained} and costs the originator {lost}: ${ratio} per dollar."
        elif row["loss high"] < 0:
            yield f"{gained}, and the originator gains, too."
        else:
            yield f"{gained}; whether it costs the originator anything is undecided."


def _lasting(evidence: Evidence) -> str:
    found = estimate(beyond_margin(evidence, {}))
    verdict = (
        "Something durable is left" if found.low > 0 else "Nothing durable is left" if found.high < 0 else UNDECIDED
    )
    return (
        f"{verdict}, by what stands in for S9: beyond the margin of handoffs, shops gain {told(found, PER_WEEK)}. "
        "Hours made for others that take the place of other work lower it."
    )
