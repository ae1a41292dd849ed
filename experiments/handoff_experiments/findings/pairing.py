"""MODEL 0.7: twin runs, not cross-sections."""

import numpy as np

from handoff_experiments.effects import EFFECTS
from handoff_experiments.findings.arms import PHONE
from handoff_experiments.findings.claim import Check, Claim, Estimate, estimate
from handoff_experiments.findings.reading import change, money, naive_gap, selection
from handoff_experiments.findings.rule import ALPHA, UP, Band
from handoff_experiments.findings.running import Runs
from handoff_experiments.statistics.paired import variance_ratio

TITLE = "Twin runs, not cross-sections"
ABOUT = """\
The *naive gap* is the mean profit of members less that of other shops in the same run; a shop counts as a member if it
was one for at least half of the effect window. The *paired effect* is all shops' profit against the phone book with
the same luck."""

RATE = "$ per machine-week"
EFFECT = EFFECTS["S1"]  # the smallest effect of interest in profit
SEVERAL_TIMES = Band(low=5.0)  # runs that one pair is worth
PILOT_RATIOS = {  # 2 (1,000 / SD of the paired difference)^2
    "directory": "28", "tools_only": "45", "quote_button": "17", "enforceable_trust": "19",
}  # fmt: skip


def claims(runs: Runs) -> tuple[Claim, ...]:
    """The overflow lane's gap and effect, and what pairing is worth."""
    gap, effect = naive_gap(runs, "overflow_lane"), change(runs, "overflow_lane", "S1")
    return (
        Claim(
            code="pairing.gap",
            title="The naive gap of an overflow lane is a falsehood",
            statement="Members of `overflow_lane` earn more than other shops, and more than the lane brings.",
            checks=(
                Check(what="naive gap", unit=RATE, pilot="+272", ours=estimate(gap), band=UP),
                Check(what="gap between the same shops under the phone book", unit=RATE,
                      ours=estimate(selection(runs, "overflow_lane"))),
                Check(what="naive gap less paired effect", unit=RATE, pilot="+272", band=UP,
                      ours=estimate(gap, effect)),
            ),
        ),
        Claim(
            code="pairing.effect",
            title="The true effect of an overflow lane on shops is about nothing",
            statement=f"The paired effect on shops' profit is 0. Here: closer to it than ${EFFECT:.0f}, the smallest "
            "effect of interest that comparisons use.",
            checks=(
                Check(what="paired effect", unit=RATE, pilot="0", ours=estimate(effect), band=Band(-EFFECT, EFFECT)),
            ),
        ),
        Claim(
            code="pairing.worth",
            title="Pairing saves most of the runs",
            statement="A pair with the same luck is worth some 15 to 45 runs with luck of their own. Here: at least "
            "five.",
            checks=tuple(worth(runs, policy, pilot) for policy, pilot in PILOT_RATIOS.items()),
        ),
    )  # fmt: skip


def worth(runs: Runs, policy: str, pilot: str) -> Check:
    """Variance ratio of shops' profit, with the standard deviations behind it."""
    ours, phone = money(runs, policy, "shops"), money(runs, PHONE, "shops")
    spread, paired = float(np.std(phone, ddof=1)), float(np.std(ours - phone, ddof=1))
    behind = f"SD of the level {spread:,.0f}, of the difference {paired:,.0f} $ per shop-week"
    return Check(
        what=f"variance ratio, `{policy}` ({behind})",
        unit="runs",
        pilot=pilot,
        ours=Estimate.of_ratio(variance_ratio(ours, phone, alpha=ALPHA)),
        band=SEVERAL_TIMES,
    )
