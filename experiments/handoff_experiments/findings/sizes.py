"""MODEL, Appendix A: who among the shops gains and loses, by size class."""

from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import SIZES, gain_by_size
from handoff_experiments.findings.rule import DOWN, UP, Band
from handoff_experiments.findings.running import Runs

TITLE = "By size of shop"
ABOUT = "Profit against the phone book, shops and buyers deciding about membership themselves."
PILOT = {  # policy: gain of S, M, L in $ per shop-week, and where the claim puts it
    "directory": ("−469", "−1,700", "−2,566", DOWN, "lose"),
    "enforceable_trust": ("+261", "+666", "+524", UP, "gain"),
}


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Signs by size class for two policies."""
    return tuple(
        claim(runs, policy, (small, medium, large), band, verb)
        for policy, (small, medium, large, band, verb) in PILOT.items()
    )


def claim(runs: Runs, policy: str, pilot: tuple[str, str, str], band: Band, verb: str) -> Claim:
    """One policy: every size class gains, or every one loses."""
    return Claim(
        code=f"sizes.{policy}",
        title=f"`{policy}`: all sizes {verb}",
        statement=f"Small, medium and large shops all {verb} under `{policy}`.",
        checks=[
            Check(what=f"gain of size {size}", unit="$ per shop-week", pilot=figure, band=band,
                  ours=estimate(gain_by_size(runs, policy, size)))
            for size, figure in zip(SIZES, pilot, strict=True)
        ],
    )  # fmt: skip
