"""MODEL 0.4: a shop may gain by joining a network that makes all shops poorer."""

from handoff_experiments.findings.arms import everybody
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import change, unilateral
from handoff_experiments.findings.rule import DOWN, UP, Band
from handoff_experiments.findings.running import Runs

TITLE = "The trap"
ABOUT = """\
Everybody is prescribed as a member from launch. *Unilateral* is what a shop gains by staying in rather than abstaining
while all others stay in (X4, from twins in which a few untied shops are out); *collective* is what shops together gain
against the phone book (X5). The pilot's standard errors are in brackets."""
UNIT = "$ per machine-week"

PILOT = {  # policy: unilateral, collective, and where the claim puts the collective gain
    "directory": ("+85 (52)", "−419 (31)", DOWN),
    "tools_only": ("+222 (36)", "−182 (28)", DOWN),
    "enforceable_trust": ("+342 (57)", "+88 (29)", UP),
}


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Unilateral and collective gain of three policies."""
    return tuple(claim(runs, policy, *pilot) for policy, pilot in PILOT.items())


def claim(runs: Runs, policy: str, alone: str, together: str, collective: Band) -> Claim:
    """One policy: each gains by staying in; together they lose, or gain."""
    outcome = "lose" if collective is DOWN else "gain too"
    kind = "is a trap" if collective is DOWN else "is a good deal"
    return Claim(
        code=f"trap.{policy}",
        title=f"`{policy}` {kind}",
        statement=f"Each shop gains by staying in, and shops as a group {outcome}.",
        checks=(
            Check(what="unilateral gain", unit=UNIT, pilot=alone, ours=estimate(unilateral(runs, policy)), band=UP),
            Check(what="collective gain", unit=UNIT, pilot=together,
                  ours=estimate(change(runs, everybody(policy), "S1")), band=collective),
        ),
    )  # fmt: skip
