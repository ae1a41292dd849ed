"""World and policy as the numbers that phases read: one row of parameters, one row of terms per channel."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy.typing as npt

from handoff_sim.codes import (
    Benchmark,
    BuyerOwner,
    CapacityInfo,
    Channel,
    FeePayer,
    PaymentOwner,
    PriceRule,
    Record,
    RepeatOwner,
    ResponseMode,
    RoutingMode,
    ScoreForm,
    ShockKind,
)
from handoff_sim.market.columns import Table, array_of, columns_of, empty_table
from handoff_sim.market.rule_rows import Parameters, Terms
from handoff_sim.policy.benchmark import effective
from handoff_sim.policy.declare import BUYER_CLASSES
from handoff_sim.policy.document import Policy, alpha_of, discipline_of
from handoff_sim.policy.group import Group
from handoff_sim.policy.payout import HANDOFF_FEES
from handoff_sim.policy.record import RECORDS, visibility_of
from handoff_sim.policy.reputation import window_of
from handoff_sim.policy.shares import LiabilityArrays, arrays_of
from handoff_sim.world.document import World
from handoff_sim.world.fit import check_fit, launch_week

Values = dict[str, Any]

COLUMNS = frozenset(columns_of(Parameters))
CHANNELS = 3  # channels with Terms: DIRECT, PHONE, NETWORK
NEGOTIATED = (PriceRule.NASH, PriceRule.RECEIVER_QUOTE)


def parameters_table(
    world: World,
    policy: Policy,
    *,
    seed: int,
    weeks: int,
    record_decisions: bool = False,
    keep_events: bool = False,
) -> Table[Parameters]:
    """One row with every number of world and policy that phases read.

    Parameters: world and policy; seed (taken modulo 2^64); horizon in weeks; whether decisions are
    recorded and events kept.

    Raises
    ------
    DocumentError: the policy names a process or region that the world does not have
    """
    check_fit(world, policy)
    rules = effective(policy)
    values: Values = {
        **_same_names(world.behaviour),
        **_same_names(world.population),
        **_clock(world, rules, weeks),
        **_demand(world),
        **_floor(world),
        **_shock(world),
        **_routing(rules),
        **_reputation(rules),
        **_obligations(rules),
        **_launch(world, rules, weeks),
        **_lane(world, rules),
        **_vertical(world, rules),
        **_switches(world, rules),
        "seed": seed % 2**64,
        "record_decisions": record_decisions,
        "keep_events": keep_events,
    }
    return _one_row(values)


def terms_table(world: World, policy: Policy) -> Table[Terms]:
    """Three rows of Terms: DIRECT, PHONE, NETWORK; under null_network the third is a copy of the second."""
    rules = effective(policy)
    table = empty_table(Terms, CHANNELS)
    rows = array_of(table)
    arrays = liability_arrays(world, policy)
    makers = (_direct_terms, _phone_terms, _network_terms)
    for channel, terms in enumerate(makers):
        _fill(rows, channel, terms(world, rules))
        rows["content"][channel] = _content(rows, channel, arrays)
    if rules.benchmark == Benchmark.NULL_NETWORK:
        rows[Channel.NETWORK] = rows[Channel.PHONE]
    return table


def liability_arrays(world: World, policy: Policy) -> LiabilityArrays:
    """Liability by channel, as believed, when proven and when not; the world has no say in it."""
    del world
    return arrays_of(policy)


def _one_row(values: Mapping[str, Any]) -> Table[Parameters]:
    table = empty_table(Parameters, 1)
    missing = COLUMNS ^ set(values)
    if missing:
        raise TypeError(f"Parameters: expected one value per column; found a difference in {sorted(missing)}")
    _fill(array_of(table), 0, values)
    return table


def _fill(rows: npt.NDArray[Any], row: int, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        rows[name][row] = value


def _same_names(group: Group) -> Values:
    """Fields of a group that are columns of the same name."""
    return {name: getattr(group, name) for name in type(group).model_fields if name in COLUMNS}


def _clock(world: World, policy: Policy, weeks: int) -> Values:
    launch = launch_week(world, policy)
    population = world.population
    return {
        "weeks": weeks,
        "launch": launch,
        "effect_start": max(launch, weeks - world.clock.effect_weeks),
        "processes": len(population.processes),
        "finish": world.finish,
        "regions": population.regions,
        "n_shops": population.shops,
        "n_buyers": population.buyers,
        "accept_standard": world.buyers.accept_standard,
    }


def _demand(world: World) -> Values:
    demand = world.demand
    sigma = math.sqrt(math.log1p(demand.hours_cv**2))
    _, two, three = demand.ops_shares
    return {
        "rate": demand.rate,
        "hours_mu": math.log(demand.hours_mean) - sigma**2 / 2,
        "hours_sigma": sigma,
        "finish_share": demand.finish_share,
        "finish_hours_ratio": demand.finish_hours_ratio,
        "two_ops": two + three,
        "three_ops": three,
        "large_share": demand.large_order_share,
        "large_multiple": demand.large_order_multiple,
        "large_lots": demand.large_order_lots,
        "lead_min": demand.lead_required[0],
        "lead_max": demand.lead_required[1],
        "value_min": demand.value[0],
        "value_max": demand.value[1],
        "repeat_prob": demand.repeat_prob,
        "lag_min": demand.repeat_lag[0],
        "lag_max": demand.repeat_lag[1],
    }


def _floor(world: World) -> Values:
    floor = world.floor
    return {
        "machine_min_week": round(60 * floor.machine_hours_per_week),
        "breakdown_hazard": floor.breakdown_hazard,
        "breakdown_factor": floor.breakdown_factor,
        "breakdown_min": floor.breakdown_weeks[0],
        "breakdown_max": floor.breakdown_weeks[1],
        "labour_hazard": floor.labour_hazard,
        "labour_factor": floor.labour_factor,
        "labour_min": floor.labour_weeks[0],
        "labour_max": floor.labour_weeks[1],
    }


def _shock(world: World) -> Values:
    shock = world.shock
    return {
        "shock_kind": shock.kind,
        "shock_week": shock.week,
        "shock_weeks": 0 if shock.kind == ShockKind.NONE else shock.weeks,
        "shock_size": shock.size,
    }


def _routing(policy: Policy) -> Values:
    routing = policy.routing
    assigned = routing.mode == RoutingMode.ASSIGN
    return {
        **_same_names(routing),
        "network": policy.network,
        "front_door": policy.network and routing.front_door and not policy.lane.handoff_only,
        "back_door": policy.network and routing.back_door,
        "routing_mode": routing.mode,
        "quotes_per_rfq": 1 if assigned else routing.quotes_per_rfq,
    }


def _reputation(policy: Policy) -> Values:
    reputation = policy.reputation
    cautious = reputation.score_form == ScoreForm.LCB
    return {
        **_same_names(reputation),
        "score_z": reputation.score_z if cautious else 0.0,
        "window": window_of(reputation.memory),
    }


def _obligations(policy: Policy) -> Values:
    entry, packet = policy.entry, policy.packet
    return {
        "pool_fee": policy.governance.pool_fee,
        "exclusivity": policy.governance.exclusivity,
        "voice": policy.governance.voice,
        "bonus_pool": policy.payout.bonus_pool,
        "sub_fee": policy.payout.sub_fee,
        "floor": packet.floor,
        "packet_cost": packet.cost,
        "packet_bearer": packet.cost_bearer,
        "screen": packet.screen,
        "rfq_deposit": packet.rfq_deposit,
        "audit_h": entry.audit_h if policy.friction.admin else 0.0,
        "entry_fee": entry.entry_fee,
        "bond": entry.bond,
        "vouch": entry.vouch,
        "cert_required": entry.cert_required,
        "cert_h": entry.cert_h,
        "cert_fee": entry.cert_fee,
        "disclosure": entry.disclosure_min,
        "mandate": entry.mandate,
        "discipline": discipline_of(policy),
    }


def _launch(world: World, policy: Policy, weeks: int) -> Values:
    launch = policy.launch
    free = policy.benchmark == Benchmark.NULL_NETWORK
    return {
        "withdraw_week": weeks + 1 if launch.withdraw_week is None else launch.withdraw_week,
        "subsidy": launch.subsidy,
        "subsidy_end": weeks if launch.subsidy_end is None else launch.subsidy_end,
        "trial_weeks": launch.trial_weeks,
        "hype": launch.hype,
        "n_hype": launch.n_hype,
        "evidence": launch.evidence,
        "n_pub": launch.n_pub,
        "operator_fixed": 0.0 if free else world.operator.fixed,
        "operator_variable": 0.0 if free else world.operator.variable,
    }


def _lane(world: World, policy: Policy) -> Values:
    lane, population = policy.lane, world.population
    limit = population.shops if lane.max_members is None else lane.max_members
    return {
        "lane_processes": _mask(lane.processes, population.processes),
        "lane_regions": _mask(lane.regions, range(population.regions)),
        "lane_buyers": _mask(lane.buyers, BUYER_CLASSES),
        "lane_max_members": limit,
    }


def _mask(chosen: Iterable[Any], known: Iterable[Any]) -> int:
    """Bit per known item, set for the chosen ones; all bits where nothing is chosen."""
    items, names = list(known), set(chosen)
    return sum(1 << bit for bit, item in enumerate(items) if not names or item in names)


def _vertical(world: World, policy: Policy) -> Values:
    vertical, controls = policy.vertical, policy.vertical.controls
    families = _mask(vertical.families, world.population.processes) if vertical.count else 0
    return {
        "vertical_count": vertical.count,
        "vertical_families": families,
        "vertical_sigma": vertical.sigma,
        "vertical_breadth": vertical.breadth,
        "vertical_nu": vertical.nu,
        "vertical_capacity": vertical.capacity,
        "vertical_margin": vertical.margin,
        "vertical_lead": vertical.lead_weeks,
        "vertical_rush_share": vertical.rush_share,
        "vertical_rush_price": vertical.rush_price,
        "vertical_alpha": vertical.alpha,
        "vertical_upload": controls.upload,
        "vertical_pricing": controls.price,
        "vertical_traveler": controls.traveler,
        "vertical_quality": controls.quality_terms,
    }


def _switches(world: World, policy: Policy) -> Values:
    """What benchmarks and friction switches do to numbers of the world."""
    behaviour, friction = world.behaviour, policy.friction
    return {
        "null_network": policy.benchmark == Benchmark.NULL_NETWORK,
        "all_members": policy.benchmark != Benchmark.NONE,
        "switch_h": behaviour.switch_h if friction.switching else 0.0,
        "misroute0": behaviour.misroute0 if friction.misroutes else 0.0,
        "sigma_obs": behaviour.sigma_obs if friction.caution else 0.0,
        "pure_profit": behaviour.pure_profit or not friction.autonomy,
    }


_INFORMAL: Values = {  # what a channel without a network's rules has in common
    "take_rate": 0.0,
    "fee_payer": FeePayer.ORIGINATOR,
    "fee_originator": 0.0,
    "fee_receiver": 0.0,
    "chi": 0.0,
    "response_mode": ResponseMode.QUOTE,
    "record": Record.INFORMAL_EMAIL,
    "prompt_weeks": 0.0,
    "guarantee_fee": 0.0,
    "royalty": 0.0,
    "royalty_n": 0,
    "buyer_owner": BuyerOwner.ORIGINATOR_MASKED,
    "admin_h": 0.0,
    "has_reputation": False,
    "cert_chain_loss": RECORDS[Record.INFORMAL_EMAIL].cert_chain_loss,
    "detect": 0.0,
    "penalty": 0.0,
    "codes_required": False,
}


def _direct_terms(world: World, policy: Policy) -> Values:
    del world  # no handoff, so nothing to coordinate
    return {
        **_INFORMAL,
        "price_rule": PriceRule.NASH,
        "price_value": policy.phone.b,
        "alpha": policy.direct.alpha,
        "visibility": 0.0,
        "prep_h": 0.0,
        "payment_owner": PaymentOwner.ORIGINATOR_BEARS,
        "repeat_owner": RepeatOwner.ORIGINATOR,
        "call_h": 0.0,
        "coordination": 0.0,
        "relational": 0.0,
        "max_ask": 0,
    }


def _phone_terms(world: World, policy: Policy) -> Values:
    phone = policy.phone
    return {
        **_INFORMAL,
        "price_rule": PriceRule.NASH,
        "price_value": phone.b,
        "alpha": phone.alpha,
        "visibility": phone.visibility,
        "prep_h": phone.prep_h,
        "payment_owner": phone.payment_owner,
        "repeat_owner": phone.repeat_owner,
        "call_h": phone.call_h,
        "coordination": world.behaviour.coordination,
        "relational": phone.relational,
        "max_ask": phone.max_ask,
    }


def _network_terms(world: World, policy: Policy) -> Values:
    return {
        **_network_price(world, policy),
        **_network_governance(policy),
        **_network_hours(world, policy),
        "relational": 0.0,
        "has_reputation": policy.reputation.active,
    }


def _network_price(world: World, policy: Policy) -> Values:
    payout = policy.payout
    originator, receiver = HANDOFF_FEES[payout.success_fee_to]
    return {
        "take_rate": payout.take,
        "fee_payer": payout.success_fee_to,
        "fee_originator": originator,
        "fee_receiver": receiver,
        "price_rule": payout.price_rule.rule,
        "price_value": payout.price_rule.value,
        "chi": 0.0 if policy.routing.info == CapacityInfo.NONE else world.behaviour.chi,
        "response_mode": payout.response_mode,
        "payment_owner": policy.payment.payment_owner,
        "prompt_weeks": payout.prompt_pay_weeks,
        "guarantee_fee": policy.payment.guarantee_fee,
        "royalty": payout.royalty,
        "royalty_n": payout.royalty_n,
    }


def _network_governance(policy: Policy) -> Values:
    governance, facts = policy.governance, RECORDS[policy.record]
    return {
        "alpha": alpha_of(policy),
        "record": policy.record,
        "visibility": visibility_of(policy.record, governance.buyer_owner, governance.visibility),
        "cert_chain_loss": facts.cert_chain_loss,
        "repeat_owner": governance.repeat_owner,
        "buyer_owner": governance.buyer_owner,
        "detect": governance.noncirc_detect,
        "penalty": governance.noncirc_penalty,
        "codes_required": policy.packet.codes_required,
    }


def _network_hours(world: World, policy: Policy) -> Values:
    behaviour, friction = world.behaviour, policy.friction
    negotiated = policy.payout.price_rule.rule in NEGOTIATED  # then shops are asked, not offered work (D58)
    offers = policy.routing.max_offers
    return {
        "prep_h": RECORDS[policy.record].prep_h if friction.admin else 0.0,
        "admin_h": policy.entry.admin_h if friction.admin else 0.0,
        "call_h": policy.phone.call_h if negotiated and friction.calls else 0.0,
        "coordination": behaviour.coordination * behaviour.network_coordination * friction.coordination,
        "max_ask": min(policy.phone.max_ask, offers) if negotiated else offers,
    }


def _content(rows: npt.NDArray[Any], channel: int, arrays: LiabilityArrays) -> int:
    """Name of a row of Terms by what it says: the first 8 bytes of a SHA-256, little end first."""
    row = rows[channel : channel + 1].copy()
    row["content"] = 0
    digest = hashlib.sha256(row.tobytes())
    digest.update(arrays.matrix[channel].tobytes())
    digest.update(arrays.split[channel].tobytes())
    return int.from_bytes(digest.digest()[:8], "little")
