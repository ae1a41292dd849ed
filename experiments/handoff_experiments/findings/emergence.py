"""MODEL 0.5: what is counted decides whether a directory emerges."""

from handoff_experiments.findings.arms import everybody
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import level
from handoff_experiments.findings.rule import Band
from handoff_experiments.findings.running import Runs

TITLE = "Emergence is behaviour, not sign-ups"
ABOUT = """\
Hours that touched the network (N4) against hours that the Distributed Factory Index counts (DFI), under the policy
`directory`. Shops and buyers decide about membership themselves, unless the row says otherwise."""

HALF_OF_THE_PILOT = Band(low=0.447 / 2)  # of the hours that touched the network
NEXT_TO_NOTHING = Band(high=0.01)  # below it even a potential counts as none (MODEL 5.5, X3)


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Mediated hours and DFI of the directory."""
    return (
        Claim(
            code="emergence.mediated",
            title="A directory emerges by mediated hours",
            statement="Counted by hours that touched the network, the directory emerged at 45 %. Here: at least "
            "half of that.",
            checks=(
                row(runs, "directory", "N4", "mediated hours", ".447", HALF_OF_THE_PILOT),
                row(runs, "directory", "D1", "members", ".52", None),
                row(runs, everybody("directory"), "N4", "mediated hours, all members", None, None),
            ),
        ),
        Claim(
            code="emergence.dfi",
            title="A directory does not emerge by DFI",
            statement="Counted by the Distributed Factory Index it scores 0.",
            checks=(
                row(runs, "directory", "DFI", "DFI", "0", NEXT_TO_NOTHING),
                row(runs, everybody("directory"), "DFI", "DFI, all members", None, None),
            ),
        ),
    )


def row(runs: Runs, arm: str, code: str, what: str, pilot: str | None, band: Band | None) -> Check:
    """A level under one arm."""
    return Check(what=what, unit="share", pilot=pilot, ours=estimate(level(runs, arm, code)), band=band)
