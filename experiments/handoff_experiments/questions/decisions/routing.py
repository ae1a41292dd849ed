"""E6: the mix of behaviours that adds most welfare, and whether mixes can be told apart at all."""

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.wording import amount, number

MIX = "mix"
OTHERS = ("choice", "audit")
REGRET = (
    "The bound on regret (at most 2 % of profit) is not judged: it needs runs in which some shops play a strategy, "
    "which no field of a world or a policy sets."
)


def ranked(evidence: Evidence, code: str = "R5") -> pd.DataFrame:
    """A row per mix, averaged over the other factors, the best first: the change of a metric against the twin."""
    mixes = evidence.factors[MIX]
    found = {mix: estimate(evidence.at(code, {MIX: mix}), comparisons=len(mixes)) for mix in mixes}
    table = pd.DataFrame([{MIX: mix, **vars(each)} for mix, each in found.items()])
    return table.sort_values("mean", ascending=False, ignore_index=True)


def decide(evidence: Evidence) -> Decision:
    """The best mix, how many are surely behind it, and what choice and audit add."""
    table, unit = ranked(evidence), evidence.units["R5"]
    best = str(table[MIX].iloc[0])
    top = evidence.at("R5", {MIX: best})
    others = [mix for mix in evidence.factors[MIX] if mix != best]
    behind = sum(estimate(top - evidence.at("R5", {MIX: mix}), comparisons=len(others)).low > 0 for mix in others)
    spread = amount(table["mean"].iloc[0] - table["mean"].iloc[-1], unit, signed=False)
    sure = (
        "it is ahead of all others"
        if behind == len(others)
        else f"{behind} of {len(others)} mixes are surely behind it"
    )
    sentences = [
        f"The mix “{best}” adds most welfare, {told(estimate(top, comparisons=len(table)), unit)} against "
        f"{evidence.baseline}; {sure}. Best and worst mix are {spread} apart."
    ]
    sentences += [_moved(evidence, name) for name in OTHERS if name in evidence.factors]
    return Decision(sentences=(*sentences, REGRET), table=table)


def _moved(evidence: Evidence, name: str) -> str:
    first, last = evidence.factors[name][0], evidence.factors[name][-1]
    gap = estimate(evidence.at("R5", {name: last}) - evidence.at("R5", {name: first}), comparisons=len(OTHERS))
    decided = "" if gap.low > 0 or gap.high < 0 else ", which is not decided"
    levels = " to ".join(number(evidence.number(name, level)) for level in (first, last))
    return f"From {name} {levels}, welfare changes by {told(gap, evidence.units['R5'])}{decided}."
