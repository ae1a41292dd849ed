"""E9: where shops are no worse off and the operator can live, and at which take it earns most."""

from itertools import pairwise

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.wording import listed

TAKE = "take"
DIALS = (TAKE, "quotes", "price decides")  # the region is told in these


def region(evidence: Evidence) -> pd.DataFrame:
    """A row per setting of the dials, averaged over the other factors: X5, operator's profit, whether it fits.

    X5, the collective deal, is the change of S1 against the phone twin. ``feasible`` is yes, no or undecided.
    """
    names = [name for name in DIALS if name in evidence.factors]
    points = list(evidence.points(*names))
    rows = []
    for point in points:
        deal = estimate(evidence.at("S1", point), comparisons=2 * len(points))
        lives = estimate(evidence.at("N9", point), comparisons=2 * len(points))
        fits = deal.low >= 0 and lives.low >= 0
        rows.append(
            {
                **point,
                "X5": deal.mean,
                "X5 low": deal.low,
                "X5 high": deal.high,
                "operator": lives.mean,
                "operator low": lives.low,
                "operator high": lives.high,
                "feasible": "yes" if fits else "no" if deal.high < 0 or lives.high < 0 else "undecided",
            }
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """The feasible region, and the take at which the operator earns most (Laffer point)."""
    table = region(evidence)
    counts = table["feasible"].value_counts()
    sure, unsure, out = (int(counts.get(word, 0)) for word in ("yes", "undecided", "no"))
    sentences = [
        f"Of {len(table)} settings of take, quotes and weight of price, {sure} keep shops at X5 ≥ 0 and the operator "
        f"at break-even or above for sure, {out} surely do not, {unsure} are undecided."
    ]
    if sure:
        fits = table.loc[table["feasible"] == "yes"]
        kept = {name: [at for at in evidence.factors[name] if at in set(fits[name])] for name in DIALS if name in fits}
        ranges = [f"{name} {listed([at.removeprefix(f'{name} ') for at in levels])}" for name, levels in kept.items()]
        sentences.append(f"The feasible settings lie at {'; '.join(ranges)}.")
    return Decision(sentences=(*sentences, _laffer(evidence)), table=table)


def _laffer(evidence: Evidence) -> str:
    takes = evidence.factors[TAKE]
    earned = {take: evidence.at("N9", {TAKE: take}) for take in takes}
    found = {take: estimate(values, comparisons=len(takes)) for take, values in earned.items()}
    top = max(takes, key=lambda take: found[take].mean)
    others = {take: estimate(earned[top] - earned[take], comparisons=len(takes) - 1) for take in takes if take != top}
    tied = [take for take, gap in others.items() if gap.low <= 0]
    rising = all(found[one].mean <= found[other].mean for one, other in pairwise(takes))
    where = "the largest that was tried, so the peak may lie beyond" if rising else "inside what was tried"
    sure = f"; not told apart from {listed(tied)}" if tied else ""
    if top == takes[0]:
        where = "the smallest that was tried"
    return f"The operator earns most with {top} ({where}): {told(found[top], evidence.units['N9'])}{sure}."
