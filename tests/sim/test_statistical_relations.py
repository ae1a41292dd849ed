"""Relations between runs that hold on average: M8 to M17 (MODEL 7.3).

Each relation is tested on pairs of runs: the same world, policy and seed, but two values of one lever. The paired
differences of a figure go through a one-sided t-test at the error rate below. It is the chance that a lever without
any effect passes; by the union bound, the chance that one or more of the 24 assertions below pass for no reason is
at most 24 * 0.001, 2.4 %. Seeds are fixed, so the same code always gives the same answer.

MODEL 7.3 also names effects on the regret of strategies (milking in M11, whitewash in M16); they wait for strategies.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import ttest_1samp
from tests.sim.small import eager, path, policy

from handoff_sim.codes import Cause, Channel, DeclineCode, HandoffReason, OpState
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.metrics.buyers import buyer_surplus
from handoff_sim.metrics.network import leak_share
from handoff_sim.metrics.shops import full_depth_share, hours_per_quote, inherited_loss
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.records import Records, StructuredArray
from handoff_sim.run import Run, simulate
from handoff_sim.world.document import World

pytestmark = pytest.mark.statistical

ERROR_RATE = 0.001  # of each assertion

Bools = npt.NDArray[np.bool_]
Figures = dict[str, npt.NDArray[np.float64]]  # by name, one entry per seed
Measure = Callable[[Run], dict[str, float]]
Arms = tuple[Figures, Figures]  # at the low and at the high value of the lever

# Demand, loads and hazards stand here in full, so that a recalibrated default world changes no relation. Demand is
# low and level enough for shops to stay solvent: a chain of insolvencies hides whatever a lever does.
CALM = {
    "demand.level": 0.75,
    "demand.shock_sd": 0.4,
    "demand.shock_rho": 0.9,
    "demand.rho_region": 0.3,
    "demand.repeat_prob": 0.5,
    "behaviour.u_lo": 0.8,
    "behaviour.u_hi": 2.4,
    "behaviour.p_w0": 0.035,
    "behaviour.p_rev": 0.035,
    "behaviour.p_scope": 0.05,
    "behaviour.p_cert": 0.035,
    "behaviour.loss_multiple": 0.3,
    "population.list_per_process": [4, 5],
}
PACKET_CAUSES = (1 << Cause.REV_PRINT) | (1 << Cause.SCOPE_CHANGE) | (1 << Cause.CERT)


def calm(**settings: Any) -> World:
    """Sixty shops and thirty buyers in steady demand, with settings whose dots are written as double underscores."""
    named = {key.replace("__", "."): value for key, value in settings.items()}
    return apply_settings(eager("default"), {**CALM, **named})


def arm(
    measure: Measure, where: World, rules: Policy, *, seeds: int, weeks: int, free: bool = False, **options: Any
) -> Figures:
    """Figures of runs with seeds 1, 2, ...; everybody is a member where there is a network, unless free to choose."""
    if rules.network and not free:
        options.setdefault("forced", path(where, weeks, 1, 1))
    rows = [measure(simulate(where, rules, seed=seed, weeks=weeks, **options)) for seed in range(1, seeds + 1)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def assert_falls(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> None:
    """The figure is lower at the high value of the lever, beyond what chance explains."""
    assert_rises(high, low)


def assert_rises(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> None:
    """The figure is higher at the high value of the lever, beyond what chance explains."""
    gap = high - low
    p = float(ttest_1samp(gap, 0.0, alternative="greater").pvalue)
    error = gap.std(ddof=1) / np.sqrt(len(gap))
    assert p < ERROR_RATE, f"mean paired difference {gap.mean():.4g}, standard error {error:.3g}, p {p:.2g}"


def closed_ops(records: Records, channel: int) -> Bools:
    """Operations under a channel's terms that a shop finished in the effect window and that closed."""
    ops = records.ops
    made = (ops["channel"] == channel) & (ops["maker"] >= 0) & (ops["done_week"] >= records.effect_start)
    return np.asarray(made & (ops["state"] == OpState.CLOSED))


def network_orders(records: Records) -> StructuredArray:
    """Jobs that were awarded to shops through the network in the effect window."""
    jobs = records.jobs
    won = (jobs["channel"] == Channel.NETWORK) & (jobs["prime"] >= 0) & (jobs["award_week"] >= records.effect_start)
    orders: StructuredArray = jobs[won]
    return orders


def network_price(records: Records) -> float:
    """Price of network orders over their reference value."""
    orders = network_orders(records)
    return float(orders["price"].sum() / 100.0 / orders["vref"].sum())


# M8: the take.


def leakage(run: Run) -> dict[str, float]:
    """Leakage of repeats, and dollars per hour of network orders that the members keep after the take."""
    parameters, terms = run.records.parameters[0], run.records.terms[Channel.NETWORK]
    kept = (1.0 - terms["take_rate"]) * network_price(run.records) * parameters["rate"]
    return {"leaked": leak_share.compute(run.records), "kept": float(kept)}


@cache
def takes() -> Arms:
    """A take of 5 % and of 30 %, on tools alone: no proof or escrow that would be lost by going around."""
    low, high = (policy("tools_only", payout__take=take) for take in (0.05, 0.30))
    return arm(leakage, calm(), low, seeds=6, weeks=78), arm(leakage, calm(), high, seeds=6, weeks=78)


def test_a_higher_take_drives_more_repeats_past_the_network() -> None:
    low, high = takes()
    assert_rises(low["leaked"], high["leaked"])


def test_a_higher_take_leaves_members_less_for_an_hour_although_prices_rise() -> None:
    """Shops pass the take on, their costs in full but not their margin (V3), and so it is not the identity 1 - take."""
    low, high = takes()
    assert_falls(low["kept"], high["kept"])
    assert (high["kept"] / low["kept"]).mean() > 1.1 * (1 - 0.30) / (1 - 0.05)


# M9: quotes per RFQ.


def competition(run: Run) -> dict[str, float]:
    """Win rate and price on the network, and what all buyers gain."""
    tally = run.records.tallies[2]
    return {
        "win_rate": float(tally["network_quotes_won"].sum() / tally["network_quotes"].sum()),
        "price": network_price(run.records),
        "surplus": buyer_surplus.compute(run.records),
    }


@cache
def rivals() -> Arms:
    """Two quotes per RFQ, and eight."""
    low, high = (policy("tools_only", routing__quotes_per_rfq=quotes) for quotes in (2, 8))
    return arm(competition, calm(), low, seeds=8, weeks=78), arm(competition, calm(), high, seeds=8, weeks=78)


def test_more_quotes_per_rfq_mean_fewer_wins_lower_prices_and_better_off_buyers() -> None:
    low, high = rivals()
    assert_falls(low["win_rate"], high["win_rate"])
    assert_falls(low["price"], high["price"])
    assert_rises(low["surplus"], high["surplus"])


# M10: proof.


def inheritance(run: Run) -> dict[str, float]:
    """What receivers pay for bad packets: dollars per received handoff (S8), and per packet NCR on a handoff."""
    records = run.records
    ops = records.ops
    received = closed_ops(records, Channel.NETWORK) & (ops["handed_off"] == 1)
    bad = received & (ops["ncr_causes"] & PACKET_CAUSES != 0)
    paid = float(records.tallies[2]["inherited"].sum()) / 100.0
    return {"per_handoff": inherited_loss.compute(records), "per_ncr": paid / int(bad.sum())}


@cache
def proofs() -> Arms:
    """Proof in 20 and in 95 of 100 cases, on handoffs of an exclusive network.

    Amplified: packets as the buyers send them, packet causes often and the originator's, disputes short. Otherwise
    few NCRs fall on handoffs, and it seldom pays an originator to deny one. Jobs are of like size, as S8 is a mean
    of few large losses.
    """
    often = {f"behaviour__p_{cause}": 0.2 for cause in ("rev", "scope", "cert")}
    where = calm(**often, behaviour__dispute_h=1, demand__hours_cv=0.4, demand__large_order_share=0)
    rules = policy("overflow_lane", governance__exclusivity=True, packet__floor=0)
    rules = apply_settings(rules, {"governance.liability": "controller_pays"})
    low, high = (apply_settings(rules, {"governance.alpha": alpha}) for alpha in (0.2, 0.95))
    return arm(inheritance, where, low, seeds=10, weeks=78), arm(inheritance, where, high, seeds=10, weeks=78)


def test_receivers_inherit_less_of_bad_packets_where_causes_can_be_proven() -> None:
    low, high = proofs()
    assert_falls(low["per_handoff"], high["per_handoff"])
    assert_falls(low["per_ncr"], high["per_ncr"])


# M11: quality weight over routing temperature.


def care(run: Run) -> dict[str, float]:
    """Mean quality effort on network operations, and their workmanship NCRs."""
    ops = run.records.ops[closed_ops(run.records, Channel.NETWORK)]
    failed = ops["ncr_causes"] >> Cause.WORKMANSHIP & 1
    return {"effort": float(ops["effort"].mean()), "ncr": float(failed.mean())}


LITTLE = [0.15, 0.15, 0.35, 0.05, 0.15, 0.15]  # weight of quality, the fourth of six metrics
MUCH = [0.05, 0.05, 0.15, 0.60, 0.05, 0.10]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("reputation.w", LITTLE, MUCH), ("routing.tau_route", 1.0, 0.05)],
    ids=["weight", "temperature"],
)
def test_members_take_more_care_the_more_quality_decides_routing(field: str, low: Any, high: Any) -> None:
    """Leverage is weight over temperature (R7), so each of the two is a lever.

    The other half of M11, that milking a good record then pays less, waits for strategies.
    """
    rules = policy("merit_routing")
    slack, keen = (arm(care, calm(), apply_settings(rules, {field: value}), seeds=6, weeks=78) for value in (low, high))
    assert_rises(slack["effort"], keen["effort"])
    assert_falls(slack["ncr"], keen["ncr"])


# M12: caution and risk aversion.


def adoption(run: Run) -> dict[str, float]:
    """Share of shop-weeks in membership after the first review."""
    return {"members": float((run.records.member_weeks[run.records.launch + 1 :] > 0).mean())}


def adoption_at(field: str, value: float, seeds: int) -> Figures:
    """Shops choose; they expect a gain that a bold shop would act upon, on little evidence."""
    where = calm(behaviour__gain_prior=100, behaviour__gain_prior_n=4, population__gamma_range=[0, 20])
    where = apply_settings(where, {field: value})
    return arm(adoption, where, policy("enforceable_trust"), seeds=seeds, weeks=78, free=True)


def test_cautious_shops_adopt_later() -> None:
    low, high = (adoption_at("population.kappa_median", kappa, seeds=10) for kappa in (0.2, 2.0))
    assert_falls(low["members"], high["members"])


@pytest.mark.xfail(
    strict=True,
    reason="R19 weighs evidence by caution alone. Risk aversion acts through the risk premium (R5) in every channel "
    "alike, well under 1 % of a job's cost, and network terms that prove causes lower it: adoption does not respond.",
)
def test_risk_averse_shops_adopt_later() -> None:
    low, high = (adoption_at("population.gamma_median", gamma, seeds=6) for gamma in (0.5, 10.0))
    assert_falls(low["members"], high["members"])


# M13: regional shocks.


def rescue(run: Run) -> dict[str, float]:
    """Share of operations that found another maker among those whose prime looked for one although it can make them."""
    ops = run.records.ops
    looked = (ops["reason"] > HandoffReason.CAPABILITY) & (ops["accepted_week"] >= run.records.effect_start)
    return {"found": float((ops["handed_off"][looked] == 1).mean())}


def overflow(run: Run) -> dict[str, float]:
    """The same, and for primes loaded beyond u_hi: how often a maker is found, and how often a partner says yes."""
    decisions = np.concatenate(run.chunks["decisions"])
    decisions = decisions[decisions["week"] >= run.records.effect_start]
    choices = decisions[decisions["kind"] == DecisionKind.MAKE_OR_HANDOFF]
    full = (choices["code"] > HandoffReason.CAPABILITY) & (choices["load_weeks"] > run.records.parameters[0]["u_hi"])
    answers = decisions[decisions["kind"] == DecisionKind.HANDOFF_RESPONSE]
    asked = answers[np.isin(answers["op"], choices["op"][full])]
    yes = float((asked["code"] == DeclineCode.ACCEPTED).mean())
    return {"helped": float((choices["state"][full] == 1).mean()), "yes": yes, **rescue(run)}


def regional(rho: float) -> tuple[Figures, Figures]:
    """Figures of the phone book and of a network, where a region has none or nearly all of demand's shocks in common.

    Amplified: large swings that last some weeks, so that a run holds many booms; short phone books that end at the
    region's border; four regions with many buyers each, so that a region's demand is steady unless shocks are common.
    Estimator hours and cash are ample, so that machine hours are what a boom makes scarce, and no outage blurs the
    picture. Small shops only: it takes many seeds, as a run sees few great booms.
    """
    where = calm(
        clock__effect_weeks=104, demand__level=0.9, demand__rho_region=rho, demand__shock_sd=1, demand__shock_rho=0.85,
        population__regions=4, population__shops=80, population__buyers=120, population__size_shares=[1, 0, 0],
        population__ties=3, population__tie_local=1, population__list_per_process=[9, 10],
        population__cash_per_machine=300_000, population__estimator_h=[80, 220, 550],
        floor__breakdown_hazard=0, floor__labour_hazard=0,
    )  # fmt: skip
    phone = arm(overflow, where, policy("phone_book"), seeds=32, weeks=130, record_decisions=True)
    return phone, arm(rescue, where, policy("overflow_lane"), seeds=32, weeks=130)


@pytest.mark.slow
def test_where_a_region_booms_as_one_partners_help_less_and_a_network_across_regions_is_worth_more() -> None:
    """Partners' help counts for primes in real need: loaded beyond u_hi, where an hour costs the full margin. Over all
    calls for help the answers hardly change, as most come from shops that are merely busy, with a job or two too many.
    Worth of the network: by how much it raises the share of overflow that finds another maker.
    """
    (phone_apart, network_apart), (phone_together, network_together) = regional(0.0), regional(0.9)
    assert_falls(phone_apart["helped"], phone_together["helped"])
    assert_falls(phone_apart["yes"], phone_together["yes"])
    assert_rises(network_apart["found"] - phone_apart["found"], network_together["found"] - phone_together["found"])


# M14: the packet floor.


def packets(run: Run) -> dict[str, float]:
    """Packet NCRs per network operation, and estimator hours per quote."""
    causes = run.records.ops["ncr_causes"][closed_ops(run.records, Channel.NETWORK)]
    return {"ncr": float((causes & PACKET_CAUSES != 0).mean()), "hours": hours_per_quote.compute(run.records)}


def test_a_higher_packet_floor_means_fewer_packet_ncrs_and_shorter_quotes() -> None:
    """Every RFQ of a member goes to the network here, so that nearly all quotes are the network's.

    Nothing is said about profits: what complete packets save may go to buyers, or cost them more than it saves.
    """
    where = calm(behaviour__channel_floor=1, clock__launch=0)
    low, high = (
        arm(packets, where, policy("tools_only", packet__floor=floor), seeds=6, weeks=78) for floor in (0.0, 0.95)
    )
    assert_falls(low["ncr"], high["ncr"])
    assert_falls(low["hours"], high["hours"])


# M15: worth of repeats.


def repeats(run: Run) -> dict[str, float]:
    """Share of full quotes, and transfer over price of phone handoffs: of a job's first operation and of later ones."""
    ops = run.records.ops[closed_ops(run.records, Channel.PHONE)]
    ratio = ops["transfer"] / 100.0 / ops["price"]
    first = ops["stage"] == 0  # the operation whose maker may hold the repeat (D61)
    full = full_depth_share.compute(run.records)
    return {"full": full, "first": float(ratio[first].mean()), "later": float(ratio[~first].mean())}


@cache
def repeats_at(foresight: float, owner: str) -> Figures:
    """The phone book, with owners of some foresight and a rule for who holds the repeat of a handed-off part."""
    rules = policy("phone_book", phone__repeat_owner=owner)
    return arm(repeats, calm(population__foresight=foresight), rules, seeds=6, weeks=78)


def test_shops_that_value_repeats_engineer_more_quotes_in_full() -> None:
    assert_rises(repeats_at(0.0, "originator")["full"], repeats_at(1.0, "originator")["full"])


def test_a_receiver_that_will_hold_the_repeat_asks_less_for_the_handoff() -> None:
    """Later operations carry no repeat and show what else the rule changes: hardly anything."""
    without, holding = repeats_at(1.0, "originator"), repeats_at(1.0, "receiver_first_refusal")
    assert_falls(without["first"], holding["first"])
    assert_falls(without["first"] - without["later"], holding["first"] - holding["later"])


# M16: what a newcomer is credited with.

ENTRY = 40  # week in which every second shop enters the network
WINDOW = 8  # weeks over which the two halves are compared
PARITY = 0.9


def catching_up(run: Run) -> dict[str, float]:
    """Newcomers' share of network work per machine in their first 26 weeks, and weeks until they draw level."""
    records = run.records
    late = np.arange(records.n_shops) % 2 == 1
    jobs, ops = records.jobs, records.ops
    won = jobs[(jobs["channel"] == Channel.NETWORK) & (jobs["award_week"] >= 0) & (jobs["reorder"] == 0)]
    got = ops[(ops["channel"] == Channel.NETWORK) & (ops["handed_off"] == 1)]
    work = np.zeros((records.weeks, records.n_shops))
    np.add.at(work, (won["award_week"], won["prime"]), 1)
    np.add.at(work, (got["accepted_week"], got["maker"]), 1)
    machines = records.shops["machines"]
    new = work[ENTRY:, late].sum(axis=1) / machines[late].sum()
    old = work[ENTRY:, ~late].sum(axis=1) / machines[~late].sum()
    weeks = len(new)
    level = [
        week
        for week in range(WINDOW, weeks + 1)
        if new[week - WINDOW : week].sum() >= PARITY * old[week - WINDOW : week].sum()
    ]
    return {"share": float(new[:26].sum() / (new[:26].sum() + old[:26].sum())), "weeks": float(min([*level, weeks]))}


def test_newcomers_with_more_credit_draw_level_sooner() -> None:
    """Small shops only, so that the two halves are alike; no places reserved for newcomers, which would help them too.

    The other half of M16, that leaving and coming back under a new name then pays more, waits for strategies.
    """
    where = calm(population__size_shares=[1, 0, 0])
    forced = path(where, 104, 1, 1)
    forced[:ENTRY, 1 : where.population.shops : 2] = 0
    rules = policy("enforceable_trust", routing__explore=0, routing__tau_route=0.1, reputation__b0=1)
    low, high = (
        arm(catching_up, where, apply_settings(rules, {"reputation.a0": a0}), seeds=10, weeks=104, forced=forced)
        for a0 in (0.5, 4.0)
    )
    assert_rises(low["share"], high["share"])
    assert_falls(low["weeks"], high["weeks"])


# M17: who owns the repeat.


def poaching(run: Run) -> dict[str, float]:
    """Attempts to take a repeat from its holder, and those that succeed, in every channel."""
    weeks = run.records.panel[run.records.effect_start :]
    return {"tries": float(weeks["poach_tries"].sum()), "poaches": float(weeks["poaches"].sum())}


def test_makers_that_hold_the_repeat_of_network_work_poach_less() -> None:
    """Every maker learns the buyer's name, by phone as by network, under either rule.

    Under the maker's rule network work cannot be poached at all, but originators hand less of it through the network
    and more by phone, where it can: the sum over both is what has to fall. Amplified: little hassle, to have many
    cases, and small shops with short phone books, so that the network carries much of the work.
    """
    where = calm(behaviour__poach_hassle=200, population__ties=2, population__size_shares=[1, 0, 0])
    open_names = {"governance.visibility": 1, "phone.visibility": 1, "governance.noncirc_penalty": 0}
    rules = apply_settings(policy("overflow_lane", phone__repeat_owner="originator"), open_names)
    originator, maker = (
        arm(poaching, where, apply_settings(rules, {"governance.repeat_owner": owner}), seeds=20, weeks=104)
        for owner in ("originator", "receiver_first_refusal")
    )
    assert_falls(originator["tries"], maker["tries"])
    assert_falls(originator["poaches"], maker["poaches"])
