"""MODEL, Appendix A and 0.8: what each policy does where everybody decides about membership themselves."""

from collections.abc import Callable, Mapping

from handoff_experiments.findings.arms import PRESETS, UPSTREAM, everybody
from handoff_experiments.findings.claim import Check, Claim, estimate
from handoff_experiments.findings.reading import change, gain, level, naive_gap
from handoff_experiments.findings.rule import DOWN, UP, Band
from handoff_experiments.findings.running import Runs
from handoff_experiments.findings.writing import number
from handoff_experiments.tasks import FloatArray

TITLE = "The policies, with free membership"
ABOUT = """\
Shops and buyers decide about membership themselves. Gains are against the phone book with the same luck."""

RATE, GAP = "$ per shop-week", "$ per machine-week"
NEAR_NOTHING = Band(-100.0, 100.0)  # $ per shop-week: the smallest effect of interest in buyers' surplus
READERS: Mapping[str, tuple[str, str, Callable[[Runs, str], FloatArray]]] = {  # column: title, unit, figure [seed]
    "members": ("members", "share", lambda runs, arm: level(runs, arm, "D1")),
    "shops": ("shops' gain", RATE, lambda runs, arm: gain(runs, arm, "shops")),
    "buyers": ("buyers' gain", RATE, lambda runs, arm: gain(runs, arm, "buyers")),
    "operator": ("operator's profit", RATE, lambda runs, arm: gain(runs, arm, "operator")),
    "mediated": ("mediated hours", "share", lambda runs, arm: level(runs, arm, "N4")),
    "new": ("revenue from new partners", "share", lambda runs, arm: level(runs, arm, "S12")),
    "price": ("price index, change", "ratio", lambda runs, arm: change(runs, arm, "B5")),
    "wasted": ("wasted hours, change", "hours per shop-week", lambda runs, arm: change(runs, arm, "S3")),
    "used": ("utilisation, change", "share", lambda runs, arm: change(runs, arm, "R1")),
    "gap": ("naive gap", GAP, naive_gap),
}
PILOT: Mapping[str, Mapping[str, float]] = {  # Appendix A; changes are against its phone book: .969, 10.7 and .765
    "directory": {"members": 0.52, "shops": -915, "buyers": 1062, "operator": 7, "mediated": 0.447, "new": 0.314,
                  "price": -0.063, "wasted": 0.2, "used": -0.003, "gap": 208},
    "tools_only": {"members": 0.65, "shops": -480, "buyers": 757, "operator": 293, "mediated": 0.319, "new": 0.232,
                   "price": -0.031, "wasted": 0.7, "used": 0.036, "gap": -110},
    "quote_button": {"members": 0.34, "shops": -896, "buyers": 357, "operator": 617, "mediated": 0.109, "new": 0.082,
                     "price": -0.021, "wasted": 0.0, "used": 0.0, "gap": 126},
    "enforceable_trust": {"members": 0.71, "shops": 382, "buyers": 670, "operator": 296, "mediated": 0.382,
                          "new": 0.289, "price": -0.011, "wasted": -2.1, "used": 0.067, "gap": 177},
    "overflow_lane": {"members": 0.61, "shops": 0, "buyers": 123, "operator": 12, "mediated": 0.023, "new": 0.021,
                      "price": -0.004, "wasted": 0.1, "used": 0.010, "gap": 272},
}  # fmt: skip


def claims(runs: Runs) -> tuple[Claim, ...]:
    """Signs of the gains, adoption, side effects, naive gaps, and the Pareto gain under two liability rules."""
    return (
        *(signs(runs, policy) for policy in ("directory", "tools_only", "quote_button", "overflow_lane")),
        pareto(runs, "enforceable_trust", "presets.pareto", "cause-based liability"),
        pareto(runs, UPSTREAM, "presets.pareto_upstream", "upstream liability"),
        adoption(runs),
        side_effect(
            runs, "price", "The price index falls", {name: DOWN for name in PRESETS if name != "overflow_lane"}
        ),
        side_effect(
            runs, "wasted", "Trust wastes less, tools waste more", {"tools_only": UP, "enforceable_trust": DOWN}
        ),
        side_effect(runs, "used", "Machines are used more", {"tools_only": UP, "enforceable_trust": UP}),
        side_effect(
            runs, "gap", "Naive gaps have their signs", {name: sign_of(PILOT[name]["gap"]) for name in PRESETS}
        ),
    )


def table(runs: Runs) -> str:
    """Appendix A again: mean and half-width of the interval, with the pilot's figure in brackets."""
    names = (*PRESETS, UPSTREAM)
    head = " | ".join(f"`{name}`" for name in names)
    lines = [
        "Ours ± half-width of the 95 % interval, and the pilot's in brackets. The pilot's *new-partner hours* stand "
        "beside the\nrevenue share of new counterparties (S12), the nearest figure of this model.\n",
        f"| figure | {head} |",
        "|---|" + "---|" * len(names),
    ]
    for column, (title, unit, _) in READERS.items():
        cells = " | ".join(cell(runs, name, column) for name in names)
        lines.append(f"| {title}, {unit} | {cells} |")
    return "\n".join(lines) + "\n"


def cell(runs: Runs, policy: str, column: str) -> str:
    """One figure of one policy beside the pilot's."""
    _, unit, read = READERS[column]
    ours = estimate(read(runs, policy))
    half = number((ours.high - ours.low) / 2, unit)
    return f"{number(ours.mean, unit)} ± {half} ({pilots(policy, column)})"


def pilots(policy: str, column: str) -> str:
    """The pilot's figure; variants of a policy stand beside the policy itself."""
    return written(column, PILOT[policy.partition(",")[0]][column])


def check(runs: Runs, policy: str, column: str, band: Band | None, *, named: bool = False) -> Check:
    """One figure of Appendix A; ``named`` puts the policy into its title."""
    title, unit, read = READERS[column]
    what = f"{title}, `{policy}`" if named else title
    return Check(what=what, unit=unit, pilot=pilots(policy, column), ours=estimate(read(runs, policy)), band=band)


def sign_of(figure: float) -> Band:
    """The side of zero on which the pilot's figure lies."""
    return UP if figure > 0 else DOWN


def signs(runs: Runs, policy: str) -> Claim:
    """Who gains and who loses under one policy."""
    lane = policy == "overflow_lane"
    shops = NEAR_NOTHING if lane else sign_of(PILOT[policy]["shops"])
    verb = "neither gain nor lose" if lane else "lose"
    return Claim(
        code=f"presets.{policy}",
        title=f"`{policy}`: shops {verb}, buyers gain",
        statement=f"With free membership shops together {verb}, and buyers gain.",
        checks=(
            check(runs, policy, "shops", shops),
            check(runs, policy, "buyers", UP),
            check(runs, policy, "operator", None),
        ),
    )


def pareto(runs: Runs, arm: str, code: str, liability: str) -> Claim:
    """All three parties gain."""
    return Claim(
        code=code,
        title=f"`enforceable_trust` is a Pareto gain ({liability})",
        statement="Shops, buyers and the operator all gain."
        + (" The pilot's run was with upstream liability." if arm == UPSTREAM else ""),
        checks=[
            *(check(runs, arm, column, UP) for column in ("shops", "buyers", "operator")),
            *(adopted(runs, arm, column) for column in ("shops", "buyers", "operator")),
            *([] if arm != UPSTREAM else [liability_effect(runs)]),
        ],
    )


def adopted(runs: Runs, arm: str, column: str) -> Check:
    """The same figure with everybody in; shown."""
    title, unit, read = READERS[column]
    return Check(what=f"{title}, all members", unit=unit, ours=estimate(read(runs, everybody(arm))))


def liability_effect(runs: Runs) -> Check:
    """What upstream liability changes for shops, everybody in; shown."""
    ours = gain(runs, everybody(UPSTREAM), "shops", against=everybody("enforceable_trust"))
    return Check(what="shops' gain less that with cause-based liability, all members", unit=RATE, ours=estimate(ours))


def adoption(runs: Runs) -> Claim:
    """How many join."""
    return Claim(
        code="presets.members",
        title="From a third to seven tenths of shops are members",
        statement="Membership is broad under every policy. Here: between half and one and a half times the "
        "pilot's share.",
        checks=[
            check(runs, name, "members", Band(0.5 * PILOT[name]["members"], 1.5 * PILOT[name]["members"]), named=True)
            for name in PRESETS
        ],
    )


def side_effect(runs: Runs, column: str, title: str, bands: Mapping[str, Band]) -> Claim:
    """Signs of one column over several policies."""
    words = {UP: "above", DOWN: "below"}
    told = "; ".join(f"{words[band]} zero under `{name}`" for name, band in bands.items())
    return Claim(
        code=f"presets.{column}",
        title=title,
        statement=f"{READERS[column][0].capitalize()}: {told}.",
        checks=[check(runs, name, column, band, named=True) for name, band in bands.items()],
    )


def written(column: str, value: float) -> str:
    """A pilot's figure as a table cell."""
    unit = READERS[column][1]
    if value == 0:
        return "0"
    if unit.startswith("$"):
        text = f"{value:+,.0f}"
    elif unit.startswith("hours"):
        text = f"{value:+.1f}"
    else:
        text = f"{value:.3f}" if column in ("members", "mediated", "new") else f"{value:+.3f}"
    return text.replace("-", "−")
