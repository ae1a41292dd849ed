"""MODEL 7.3: relations that the pilot put numbers on, in all-member worlds of ``enforceable_trust``."""

from handoff_experiments.findings.arms import SWEEPS, SWEPT, swept
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.extras import INHERITED, INHERITED_NETWORK
from handoff_experiments.findings.reading import level
from handoff_experiments.findings.rule import DOWN, UP, Band
from handoff_experiments.findings.running import Runs

TITLE = "Monotone relations"
ABOUT = f"""\
`{SWEPT}` with everybody in and one field changed. The pilot's page does not say who was a member in these runs; with
everybody in, what is compared is behaviour. Steps are paired differences between neighbouring values."""

TAKE, QUOTES, PROOF, FLOOR = "payout.take", "routing.quotes_per_rfq", "governance.alpha", "packet.floor"
HARDLY_ANY, PARTIAL, NEARLY_ALL = Band(high=0.05), Band(0.05, 0.95), Band(low=0.9)
PER_NCR = "$ per packet NCR"


def claims(runs: Runs) -> tuple[Claim, ...]:
    """M8, M9, M10 and M14."""
    return (leakage(runs), mediated(runs), win_rate(runs), inherited(runs), floor(runs))


def at(
    runs: Runs, path: str, value: float, code: str, what: str, unit: str, pilot: str | None, band: Band | None
) -> Check:
    """A level at one value of a field."""
    ours = estimate(level(runs, swept(path, value), code))
    return Check(what=f"{what} at {value:g}", unit=unit, pilot=pilot, ours=ours, band=band)


def step(
    runs: Runs, path: str, low: float, high: float, code: str, what: str, unit: str, pilot: str, band: Band
) -> Check:
    """The paired difference that a higher value of a field makes."""
    ours = estimate(level(runs, swept(path, high), code), level(runs, swept(path, low), code))
    return Check(what=f"{what}: {high:g} less {low:g}", unit=unit, pilot=pilot, ours=ours, band=band)


def leakage(runs: Runs) -> Claim:
    """M8: the fee drives repeats off the network."""
    what, unit = "leak share", "share of repeats"
    return Claim(
        code="relations.leakage",
        title="Leakage rises with the take, from none to nearly all (M8)",
        statement="The share of repeats taken past the network is 0, .34, .99 and 1.0 at a take of 0, .1, .2 and .3.",
        checks=(
            at(runs, TAKE, 0.0, "N5", what, unit, "0", HARDLY_ANY),
            at(runs, TAKE, 0.1, "N5", what, unit, ".34", PARTIAL),
            step(runs, TAKE, 0.1, 0.2, "N5", what, unit, "+.65", UP),
            at(runs, TAKE, 0.2, "N5", what, unit, ".99", None),
            at(runs, TAKE, 0.3, "N5", what, unit, "1.0", NEARLY_ALL),
        ),
    )


def mediated(runs: Runs) -> Claim:
    """M8: and the network's share of hours with them."""
    what, unit = "mediated hours", "share"
    return Claim(
        code="relations.mediated",
        title="Mediated hours fall with the take (M8)",
        statement="The network's share of hours is .55, .24, .11 and .08 at the same takes.",
        checks=(
            at(runs, TAKE, 0.0, "N4", what, unit, ".55", None),
            step(runs, TAKE, 0.0, 0.1, "N4", what, unit, "−.31", DOWN),
            step(runs, TAKE, 0.1, 0.2, "N4", what, unit, "−.13", DOWN),
            step(runs, TAKE, 0.2, 0.3, "N4", what, unit, "−.03", DOWN),
        ),
    )


def win_rate(runs: Runs) -> Claim:
    """M9: more bidders, fewer wins each."""
    what, unit = "win rate", "share"
    return Claim(
        code="relations.win_rate",
        title="The win rate falls with the quotes asked for (M9)",
        statement="The win rate is .287, .246 and .151 with 2, 4 and 8 quotes per RFQ.",
        checks=(
            at(runs, QUOTES, 2, "S2", what, unit, ".287", None),
            step(runs, QUOTES, 2, 4, "S2", what, unit, "−.041", DOWN),
            step(runs, QUOTES, 4, 8, "S2", what, unit, "−.095", DOWN),
        ),
    )


def inherited(runs: Runs) -> Claim:
    """M10: proof moves the loss back to its cause."""
    what = "inherited loss"
    return Claim(
        code="relations.inherited",
        title="Receivers inherit less where more is proved (M10)",
        statement="Receivers pay $383, $340 and $249 per packet-caused NCR at a proof probability of .2, .6 and .95.",
        checks=(
            at(runs, PROOF, 0.2, INHERITED, what, PER_NCR, "383", None),
            step(runs, PROOF, 0.2, 0.6, INHERITED, what, PER_NCR, "−43", DOWN),
            step(runs, PROOF, 0.6, 0.95, INHERITED, what, PER_NCR, "−91", DOWN),
            *(
                at(runs, PROOF, alpha, INHERITED_NETWORK, f"{what}, by network,", PER_NCR, None, None)
                for alpha in SWEEPS[PROOF]
            ),
        ),
    )


def floor(runs: Runs) -> Claim:
    """M14: clean packets cost buyers something, and some stay away."""
    what, unit = "mediated hours", "share"
    return Claim(
        code="relations.floor",
        title="Mediated hours fall as the packet floor rises (M14)",
        statement="The network's share of hours falls from .48 to .43 as the floor rises; the pilot's two floors are "
        "not recorded, here they are 0 and .95.",
        checks=(
            at(runs, FLOOR, 0.0, "N4", what, unit, ".48", None),
            step(runs, FLOOR, 0.0, 0.95, "N4", what, unit, "−.05", DOWN),
            at(runs, FLOOR, 0.5, "N4", what, unit, None, None),
            at(runs, FLOOR, 0.95, "N4", what, unit, ".43", None),
        ),
    )
