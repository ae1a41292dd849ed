"""E12: from which breadth on independent shops under enforceable trust do better than a vertical operator."""

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.statistics.paired import PairedDifference
from handoff_experiments.wording import listed

ARM, BREADTH = "arm", "breadth"
VERTICAL, HORIZONTAL = "vertical", "enforceable trust"
WINS_ON = ("B1", "S1")
WINS = "Enforceable trust beats the vertical operator on buyer surplus and shop profit"
SHORTER = {"B1": "buyer surplus", "S1": "shop profit"}


def gap(evidence: Evidence, code: str, breadth: str, comparisons: int = 1) -> PairedDifference:
    """The horizontal network less the vertical operator, in a metric at one breadth."""
    one, other = (evidence.at(code, {ARM: arm, BREADTH: breadth}, "level") for arm in (HORIZONTAL, VERTICAL))
    return estimate(one - other, comparisons=comparisons)


def decide(evidence: Evidence) -> Decision:
    """The smallest breadth from which on the network wins on both metrics; and what each control is worth."""
    widths = evidence.factors[BREADTH]
    comparisons = len(widths) * len(WINS_ON)
    rows, wins = [], {}
    for width in widths:
        found = {code: gap(evidence, code, width, comparisons) for code in WINS_ON}
        wins[width] = all(each.low > 0 for each in found.values())
        rows += [{BREADTH: width, "metric": code, **vars(each)} for code, each in found.items()]
    table = pd.DataFrame(rows)
    return Decision(sentences=(_threshold(evidence, table, wins), *_controls(evidence)), table=table)


def _threshold(evidence: Evidence, table: pd.DataFrame, wins: dict[str, bool]) -> str:
    widths = evidence.factors[BREADTH]
    from_here = [width for row, width in enumerate(widths) if all(wins[other] for other in widths[row:])]
    if from_here and from_here[0] == widths[0]:
        return f"{WINS} at every breadth tried."
    if from_here:
        return f"{WINS} from {from_here[0]} on."
    words = []
    for code in WINS_ON:
        mine = table.loc[table["metric"] == code]
        ahead = [row[BREADTH] for row in mine.to_dict("records") if row["low"] > 0]
        behind = [row[BREADTH] for row in mine.to_dict("records") if row["high"] < 0]
        open_to = len(mine) - len(ahead) - len(behind)
        words.append(
            f"{SHORTER[code]}: ahead at {listed(ahead) or 'none'}, behind at {listed(behind) or 'none'}"
            f"{f', {open_to} undecided' if open_to else ''}"
        )
    return f"At no breadth tried does enforceable trust surely beat the vertical operator on both; {'; '.join(words)}."


def _controls(evidence: Evidence) -> list[str]:
    dropped = [arm for arm in evidence.factors[ARM] if arm.startswith(f"{VERTICAL}, ")]
    code = "B1"
    found = {
        arm: estimate(
            evidence.at(code, {ARM: arm}, "level") - evidence.at(code, {ARM: VERTICAL}, "level"),
            comparisons=len(dropped),
        )
        for arm in dropped
    }
    if not found:
        return []
    each = [f"{arm.removeprefix(f'{VERTICAL}, ')} {told(gap, evidence.units[code])}" for arm, gap in found.items()]
    return [f"What dropping a control does to buyer surplus under the vertical operator: {listed(each)}."]
