"""E5: in which lane half of the shops join soonest, while no shop pays for it."""

import numpy as np
import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, told
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.wording import number, percent

LANE, ARM = "lane", "arm"


def waiting(evidence: Evidence, levels: dict[str, str]) -> FloatArray:
    """Weeks from launch until half of the lane's shops have joined [seed]; where they never do, until the run ends.

    A shop joins when the cautious bound of the gain it sees is above what joining costs it (R19), so this is the
    time until half are convinced; the few that join from curiosity are in it.
    """
    weeks = evidence.at("D1.half", levels, "level")
    return np.where(np.isfinite(weeks), weeks, float(evidence.weeks))


def league(evidence: Evidence) -> pd.DataFrame:
    """A row per lane and policy, the soonest first among those that are not ruled out by C."""
    points = list(evidence.points(LANE, ARM))
    rows = []
    for point in points:
        weeks = estimate(waiting(evidence, point), comparisons=len(points))
        deal = estimate(evidence.at("S1", point), comparisons=len(points))
        never = float(np.mean(~np.isfinite(evidence.at("D1.half", point, "level"))))
        rows.append(
            {
                **point,
                "weeks": weeks.mean,
                "weeks low": weeks.low,
                "weeks high": weeks.high,
                "never": never,
                "C": deal.mean,
                "C low": deal.low,
                "C high": deal.high,
                "DFI": float(np.nanmean(evidence.at("DFI", point))),
                "C ≥ 0": "yes" if deal.low >= 0 else "no" if deal.high < 0 else "undecided",
            }
        )
    table = pd.DataFrame(rows)
    out = table["C ≥ 0"] == "no"
    return table.assign(out=out).sort_values(["out", "weeks", "DFI"], ascending=[True, True, False], ignore_index=True)


def decide(evidence: Evidence) -> Decision:
    """The lane and policy with the shortest time to evidence that does not cost shops; ties go to the larger DFI."""
    table = league(evidence)
    allowed = table.loc[~table["out"]]
    ruled_out = int(table["out"].sum())
    if allowed.empty:
        return Decision(sentences=(f"Every one of {len(table)} lanes and policies costs shops (C < 0).",), table=table)
    best = allowed.iloc[0]
    if best["never"] == 1.0:
        convinced = "In no lane do half of the shops join before the run ends"
        return Decision(sentences=(f"{convinced}; {ruled_out} of {len(table)} surely cost shops.",), table=table)
    mine = waiting(evidence, {LANE: best[LANE], ARM: best[ARM]})
    rivals = [
        row for row in allowed.iloc[1:].to_dict("records")
        if estimate(
            waiting(evidence, {LANE: row[LANE], ARM: row[ARM]}) - mine, comparisons=max(1, len(allowed) - 1)
        ).low <= 0
    ]  # fmt: skip
    gain = estimate(evidence.at("S1", {LANE: best[LANE], ARM: best[ARM]}), comparisons=len(table))
    within = f"[{number(best['weeks low'])} to {number(best['weeks high'])}]"
    said = (
        f"Half of the lane's shops join soonest with “{best[LANE]}” under {best[ARM]}: after {number(best['weeks'])} "
        f"weeks {within} (in {percent(best['never'])} of runs never); C is "
        f"{told(gain, evidence.units['S1'])}{' and undecided' if best['C ≥ 0'] == 'undecided' else ''}."
    )
    sentences = [said]
    if rivals:
        largest = max([best.to_dict(), *rivals], key=lambda row: row["DFI"])
        names = [f"{row[LANE]} under {row[ARM]}" for row in rivals[:3]]
        more = f" and {len(rivals) - 3} more" if len(rivals) > 3 else ""
        sentences.append(
            f"Not told apart from it in time: {', '.join(names)}{more}. The tie goes to the larger DFI: "
            f"“{largest[LANE]}” under {largest[ARM]}."
        )
    sentences.append(f"{ruled_out} of {len(table)} lanes and policies surely cost shops (C < 0).")
    return Decision(sentences=tuple(sentences), table=table)
