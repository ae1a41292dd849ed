"""MODEL 0.8: the three motivations of the paper, each alone and together."""

import numpy as np

from handoff_experiments.findings.arms import CELLS, PHONE, Cell, cell
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import change, gain, level
from handoff_experiments.findings.rule import DOWN, UP, Band
from handoff_experiments.findings.running import Runs
from handoff_experiments.tasks import FloatArray

TITLE = "Three motivations are not enough under full exposure"
ABOUT = """\
`tools_only` with everybody in, four quotes an RFQ and an award scale of .17; clean packets, protection and compounding
advantage are added as `clean_packets`, `protected_handoff` and `merit_routing` state them: 2 × 2 × 2 cells, each
against the phone book. A main effect is the mean difference over the four pairs of cells that differ in one
motivation only."""

RATE = "$ per shop-week"
PILOT_SHOPS: dict[Cell, int] = {  # change of shops' profit against the phone book
    (False, False, False): -1220, (False, False, True): -1147, (False, True, False): -1201, (False, True, True): -1165,
    (True, False, False): -514, (True, False, True): -398, (True, True, False): -328, (True, True, True): -266,
}  # fmt: skip
NONE, ALL = CELLS[0], CELLS[-1]
RARE = Band(high=0.05)  # "about .02 throughout"


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Sign of the cells, main effects, and who gets the gain."""
    return (sign(runs), packets(runs), buyers(runs), prices(runs), handoffs(runs))


def sign(runs: Runs) -> Claim:
    """No cell makes shops better off."""
    return Claim(
        code="ablation.sign",
        title="Nothing turns the sign",
        statement="Shops are worse off than with the phone book in every cell, from −1,220 with none of the three to "
        "−266 with all.",
        checks=[
            Check(what=f"shops' gain, {cell(c)}", unit=RATE, pilot=signed(PILOT_SHOPS[c]), band=DOWN,
                  ours=estimate(gain(runs, cell(c), "shops")))
            for c in CELLS
        ],
    )  # fmt: skip


def packets(runs: Runs) -> Claim:
    """One motivation outweighs the two others."""
    effect = [main_effect(np.array([gain(runs, cell(c), "shops") for c in CELLS]), factor) for factor in range(3)]
    pilot = [float(main_effect(np.array([[PILOT_SHOPS[c]] for c in CELLS]), factor)[0]) for factor in range(3)]
    rest = pilot[0] - pilot[1] - pilot[2]
    return Claim(
        code="ablation.packets",
        title="Clean packets do nearly all of it",
        statement="The main effect of clean packets on shops' profit is positive and larger than those of protection "
        "and compounding advantage together.",
        checks=(
            Check(what="main effect of clean packets", unit=RATE, pilot=signed(pilot[0]), band=UP,
                  ours=estimate(effect[0])),
            Check(what="the same, less the two below", unit=RATE, pilot=signed(rest), band=UP,
                  ours=estimate(effect[0], effect[1] + effect[2])),
            Check(what="main effect of protection", unit=RATE, pilot=signed(pilot[1]), ours=estimate(effect[1])),
            Check(what="main effect of compounding", unit=RATE, pilot=signed(pilot[2]), ours=estimate(effect[2])),
        ),
    )  # fmt: skip


def buyers(runs: Runs) -> Claim:
    """Buyers gain in every cell."""
    pilot = {NONE: "+1,526 to +1,802 over the cells"}
    return Claim(
        code="ablation.buyers",
        title="Buyers gain in every cell",
        statement="What shops lose or save goes to buyers, who gain between 1,526 and 1,802.",
        checks=[
            Check(what=f"buyers' gain, {cell(c)}", unit=RATE, pilot=pilot.get(c), band=UP,
                  ours=estimate(gain(runs, cell(c), "buyers")))
            for c in CELLS
        ],
    )  # fmt: skip


def prices(runs: Runs) -> Claim:
    """Competition lowers the price."""
    return Claim(
        code="ablation.prices",
        title="Price competition passes the gain to buyers",
        statement="The price index falls from .97 with the phone book to .92.",
        checks=(
            Check(what="change of the price index, all three", unit="ratio", pilot="−.05", band=DOWN,
                  ours=estimate(change(runs, cell(ALL), "B5"))),
            Check(what="change of the price index, none", unit="ratio", ours=estimate(change(runs, cell(NONE), "B5"))),
            Check(what="price index, phone book", unit="ratio", pilot=".97", ours=estimate(level(runs, PHONE, "B5"))),
        ),
    )  # fmt: skip


def handoffs(runs: Runs) -> Claim:
    """Handoffs are rare in every cell."""
    return Claim(
        code="ablation.handoffs",
        title="Handoffs stay rare",
        statement="The Distributed Factory Index is about .02 in every cell: with jobs of two operations there is "
        "little to hand off.",
        checks=[
            Check(
                what=f"DFI, {cell(c)}", unit="share", pilot=".02", band=RARE, ours=estimate(level(runs, cell(c), "DFI"))
            )
            for c in (NONE, ALL)
        ],
    )


def main_effect(cells: FloatArray, factor: int) -> FloatArray:
    """Mean over pairs of cells of the difference that one motivation makes [seed]; cells [cell, seed] as in CELLS."""
    on = np.array([chosen[factor] for chosen in CELLS])
    effect: FloatArray = cells[on].mean(axis=0) - cells[~on].mean(axis=0)
    return effect


def signed(value: float) -> str:
    """Dollars with their sign, as the pilot's tables write them."""
    return f"{value:+,.0f}".replace("-", "−")
