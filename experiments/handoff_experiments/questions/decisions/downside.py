"""E3: the liability rule that adds most welfare while blame stays low and shops still take part."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from handoff_experiments.effects import EFFECTS
from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.wording import listed

RULE, PROOF = "liability", "proof"
OWN = "cause_based"  # the policy's own rule: participation is held against it
MOST_BLAME = 0.2
SLACK = EFFECTS["N1.share"]  # participation no lower than this below the policy's own


def cell(evidence: Evidence, levels: Mapping[str, str]) -> pd.DataFrame:
    """A row per rule, at these levels of the other factors: welfare, blame, participation, and whether it is allowed.

    ``allowed`` is yes, no or undecided; both bounds are judged by their intervals.
    """
    rules = evidence.factors[RULE]
    own = evidence.at("N1.share", {**levels, RULE: OWN}, "level")
    rows = []
    for rule in rules:
        point = {**levels, RULE: rule}
        welfare = estimate(evidence.at("R5", point), comparisons=len(rules))
        blame = estimate(evidence.at("S8b", point, "level"), comparisons=2 * len(rules))
        part = estimate(evidence.at("N1.share", point, "level") - own, comparisons=2 * len(rules))
        rows.append(
            {
                "rule": rule,
                **levels,
                "welfare": welfare.mean,
                "low": welfare.low,
                "high": welfare.high,
                "blame": blame.mean,
                "participation against own": part.mean,
                "allowed": _allowed(blame.low, blame.high, part.low, part.high),
            }
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """The best allowed rule at each chance of proof, and where the ranking of two rules flips with it."""
    tables, sentences = [], []
    for proof in evidence.factors[PROOF]:
        table = cell(evidence, {PROOF: proof})
        tables.append(table)
        sentences.append(_best(evidence, table, proof))
    sentences.append(_flips(evidence))
    return Decision(sentences=tuple(sentences), table=pd.concat(tables, ignore_index=True))


def _best(evidence: Evidence, table: pd.DataFrame, proof: str) -> str:
    open_to = table.loc[table["allowed"] != "no"].sort_values("welfare", ascending=False)
    refused = list(table.loc[table["allowed"] == "no", "rule"])
    ruled_out = f" Ruled out: {listed(refused)}." if refused else ""
    if open_to.empty:
        return f"With {proof} no rule keeps the blame index at {MOST_BLAME:g} or less and shops in.{ruled_out}"
    best = open_to.iloc[0]
    ahead = [
        other
        for other in open_to["rule"].iloc[1:]
        if estimate(
            evidence.at("R5", {PROOF: proof, RULE: best["rule"]}) - evidence.at("R5", {PROOF: proof, RULE: other}),
            comparisons=len(open_to) - 1,
        ).low
        > 0
    ]
    found = estimate(evidence.at("R5", {PROOF: proof, RULE: best["rule"]}), comparisons=len(table))
    sure = "ahead of all that are allowed" if len(ahead) == len(open_to) - 1 else "the lead is undecided"
    bound = "" if best["allowed"] == "yes" else "; whether it keeps both bounds is undecided"
    return (
        f"With {proof}, {best['rule']} adds most welfare, {told(found, evidence.units['R5'])} against "
        f"{evidence.baseline}; {sure}{bound}.{ruled_out}"
    )


def _flips(evidence: Evidence) -> str:
    """Pairs of rules of which each is ahead, by its interval, at another chance of proof."""
    rules, proofs = evidence.factors[RULE], evidence.factors[PROOF]
    pairs = list(combinations(rules, 2))
    flipped, by_mean = [], 0
    for one, other in pairs:
        gaps = [
            estimate(
                evidence.at("R5", {PROOF: proof, RULE: one}) - evidence.at("R5", {PROOF: proof, RULE: other}),
                comparisons=len(pairs) * len(proofs),
            )
            for proof in proofs
        ]
        by_mean += bool(np.min([gap.mean for gap in gaps]) < 0 < np.max([gap.mean for gap in gaps]))
        if any(gap.low > 0 for gap in gaps) and any(gap.high < 0 for gap in gaps):
            flipped.append(f"{one} and {other}")
    if flipped:
        return f"The ranking flips with proof between {listed(flipped)}."
    return f"No flip of two rules with proof is decided; {by_mean} of {len(pairs)} pairs change places by their means."


def _allowed(blame_low: float, blame_high: float, part_low: float, part_high: float) -> str:
    if blame_low > MOST_BLAME or part_high < -SLACK:
        return "no"
    return "yes" if blame_high <= MOST_BLAME and part_low >= -SLACK else "undecided"
