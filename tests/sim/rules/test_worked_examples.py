"""Every worked example, run against the very functions that the model runs."""

import inspect
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handoff_sim.codes import Cause, DeclineCode, Depth, RepeatOwner, Role
from handoff_sim.rules import theory
from handoff_sim.rules.acknowledge import fast_ack, valid_closure
from handoff_sim.rules.award import award_utility, gumbel, may_win
from handoff_sim.rules.belief import ewma, lower_confidence
from handoff_sim.rules.bypass import bypass_gain, bypasses, leak_probability
from handoff_sim.rules.cost import finance_cost, full_cost
from handoff_sim.rules.discount import discount
from handoff_sim.rules.effort import packet_effort, packet_effort_hours, quality_effort
from handoff_sim.rules.handoff_response import decline_code, handoff_value
from handoff_sim.rules.hazard import (
    detection_probability,
    expected_liability,
    expected_loss,
    packet_hazard,
    stage_multiplier,
    workmanship_hazard,
)
from handoff_sim.rules.liability import liability_share, self_made_share
from handoff_sim.rules.load import load_weeks, opportunity_cost
from handoff_sim.rules.membership import evidence_needed, evidence_update, join_hurdle, joins, leaves
from handoff_sim.rules.poach import poach_gain, poaches
from handoff_sim.rules.quote import (
    choose_depth,
    estimate_sigma,
    quote_at_depth,
    quote_hours,
    quote_markup,
    receipt_factor,
    reference_price,
    selection_loss,
)
from handoff_sim.rules.repeat_value import repeat_stream, repeat_theta, repeat_value
from handoff_sim.rules.risk import risk_premium, wealth
from handoff_sim.rules.routing import (
    beta_mean,
    beta_variance,
    decayed_count,
    evidence_weight,
    routing_key,
    routing_score,
)
from handoff_sim.rules.stake import jobs_lost_per_failure, network_stake, phone_stake, tie_value
from handoff_sim.rules.transfer_price import bargaining_share, nash_transfer, posted_share_transfer
from handoff_sim.rules.trust import trust_after_bad_packet, trust_after_failure, trust_after_success

Numbers = dict[str, Any]

CASES = json.loads(Path(__file__).with_name("worked_examples.json").read_text(encoding="utf-8"))["cases"]
CAUSES = ("w", "rev", "scope", "cert")  # in the order of Cause
PACKET = CAUSES[1:]
PAYERS = ("buyer", "originator", "receiver", "pool")  # in the order of Role
MATRICES = {
    "phone_custom": ((0, 0, 1, 0), (0.5, 0.5, 0, 0), (0.5, 0.5, 0, 0), (0, 1, 0, 0)),
    "cause_based": ((0, 0, 1, 0), (0.5, 0.5, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0)),
}
U_MAX = 5.0
EFFORT_MAX = 2.5


def run(function: Any, inputs: Numbers, **more: Any) -> Any:
    """Call a rule with the inputs it names, each turned into the type it declares."""
    given = {**inputs, **more}
    return function(*(p.annotation(given[name]) for name, p in inspect.signature(function).parameters.items()))


def chance_of(decision: Callable[[float], bool]) -> float:
    """Chance over a uniform draw of a decision that only smaller draws allow."""
    low, high = 0.0, 1.0
    if not decision(low):
        return 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if decision(middle) else (low, middle)
    return low


def by_cause(i: Numbers) -> Numbers:
    p = {f"p_{q}": i["p"][q] for q in CAUSES}
    return p | {f"s_{q}": i["share"][q] for q in CAUSES}


def load_and_opportunity(i: Numbers) -> Numbers:
    load = run(load_weeks, i)
    per_h = run(opportunity_cost, i, load=load, u_lo=0.8, u_hi=2.4)
    return {"load_weeks": load, "opportunity_per_h": per_h}


def liability_shares(i: Numbers) -> Numbers:
    shares = {}
    for cause in Cause:
        row = [
            liability_share(i["alpha"], float(m), float(d))
            for m, d in zip(MATRICES[i["liability"]][cause], i["default_split"], strict=True)
        ]
        if i["self_made"]:
            row[Role.RECEIVER] = self_made_share(row[Role.ORIGINATOR], row[Role.RECEIVER])
            row[Role.ORIGINATOR] = 0.0
        shares[CAUSES[cause]] = dict(zip(PAYERS, row, strict=True))
    return {"shares": shares}


def hazards(i: Numbers) -> Numbers:
    multiplier = run(stage_multiplier, i, m_in_house=1.0, m_originator=2.0, m_buyer=5.0)
    return {
        "p_w": run(workmanship_hazard, i, p_w0=0.035, effort=i["quality_effort"]),
        "p_rev": run(packet_hazard, i, p_q0=0.035, flag=i["rev_locked"]),
        "p_scope": run(packet_hazard, i, p_q0=0.05, flag=i["scope_explicit"]),
        "p_cert": run(packet_hazard, i, p_q0=0.035, flag=i["cert_complete"]),
        "q_det": run(detection_probability, i),
        "expected_stage_multiplier": multiplier,
        "expected_loss": run(expected_loss, i, stage_multiplier=multiplier),
    }


def liability_expected(i: Numbers) -> Numbers:
    workmanship, packet = run(expected_liability, by_cause(i), loss=i["loss"])
    return {
        "expected_liability": workmanship + packet,
        "workmanship_part": workmanship,
        "packet_part": packet,
    }


def risk(i: Numbers) -> Numbers:
    riches = run(wealth, i, wealth_floor=50_000.0, wealth_per_machine=20_000.0)
    estimate, workmanship, packet = run(risk_premium, i | by_cause(i), wealth=riches)
    return {
        "wealth": riches,
        "risk_premium": estimate + workmanship + packet,
        "estimate_part": estimate,
        "workmanship_part": workmanship,
        "packet_part": packet,
    }


def repeats(i: Numbers) -> Numbers:
    rule = RepeatOwner[i["rule"].upper()]
    theta = run(repeat_theta, i, rule=rule, is_receiver=i["role"] == "receiver")
    return {
        "theta": theta,
        "X": run(repeat_stream, i, theta=theta),
        "repeat_value": run(repeat_value, i, theta=theta),
    }


def stake_in_network(i: Numbers) -> Numbers:
    names = {"weight": i["w_k"], "memory": i["lam"]}
    delta = discount(i["finance_rate"], i["weeks_per_own_job"])
    return {
        "discount_per_job": delta,
        "jobs_lost_per_failure": run(jobs_lost_per_failure, i, **names, discount_per_job=delta),
        "stake": run(network_stake, i, **names),
    }


def stake_on_phone(i: Numbers) -> Numbers:
    return {"tie_value": run(tie_value, i), "stake": run(phone_stake, i)}


def cost_of_op(i: Numbers) -> Numbers:
    production = i["hours"] * i["cost_rate"]
    terms = {
        "production": production,
        "opportunity": i["hours"] * i["opportunity_per_h"],
        "effort_cost": i["kappa_e"] * production * i["effort"],
        "finance": run(finance_cost, i, amount=i["transfer"], weeks=i["pay_weeks"]),
        "admin": (i["decision_h"] + i["admin_h"]) * i["wage"],
    }
    return terms | {"full_cost": run(full_cost, i | terms)}


def quote(i: Numbers) -> Numbers:
    i = {"selection": 1.0} | i | {"wage": 55.0, "psi": 1.0, "h_full": 1.6}
    i["receipt_factor"] = run(receipt_factor, i)
    markup = run(quote_markup, i)
    sigma = {"full": 0.08, "quick": 0.22}
    sigma = {depth: run(estimate_sigma, i, sigma_depth=least, sigma_packet=0.2) for depth, least in sigma.items()}
    i["reference_price"] = run(reference_price, i, sigma_full=sigma["full"])
    found: Numbers = {"receipt_factor": i["receipt_factor"], "markup": markup}
    for depth, share in (("full", 1.0), ("quick", 0.35)):
        hours = run(quote_hours, i, depth_share=share)
        cost, price, chance, gain = run(quote_at_depth, i, sigma=sigma[depth], hours=hours)
        found[depth] = {
            "hours": hours,
            "sigma": sigma[depth],
            "selection_loss": run(selection_loss, i, sigma=sigma[depth], markup=markup),
            "risk_premium": sum(
                run(risk_premium, i, sigma_est=sigma[depth], loss=0.0, **dict.fromkeys(
                    [f"{letter}_{q}" for letter in "ps" for q in CAUSES], 0.0))
            ),
            "cost": cost,
            "price": price,
            "win_belief": chance,
            "expected_gain": gain,
        }  # fmt: skip
    depth = Depth(choose_depth(found["quick"]["expected_gain"], found["full"]["expected_gain"])).name.lower()
    best = found[depth]
    bids = best["expected_gain"] > 0.0 and i["load_weeks"] <= U_MAX
    found["choice"] = depth if bids else "no_bid"
    found["gain_per_estimator_hour"] = best["expected_gain"] / best["hours"]
    return found


def answer(i: Numbers) -> Numbers:
    value = run(handoff_value, i)
    code = run(decline_code, i, value=value, threshold=0.0)
    accept = code == DeclineCode.ACCEPTED
    return {"value": value, "accept": accept, "code": None if accept else DeclineCode(code).name}


def transfer(i: Numbers) -> Numbers:
    b = None
    if i["rule"] == "nash":
        b = run(bargaining_share, {"chi": 0.0, "disclosure": 0.0, "idle": 0.0} | i)
        paid, surplus = run(nash_transfer, i, b=b)
    else:
        paid = run(posted_share_transfer, i)
        surplus = i["alternative"] - i["cost_before_finance"] - i["finance_factor"] * paid
        surplus -= i["originator_costs"]
    cost = i["cost_before_finance"] + i["finance_factor"] * paid
    return {
        "effective_b": b,
        "transfer": paid,
        "receiver_full_cost": cost,
        "surplus": surplus,
        "receiver_gain": paid - cost,
        "originator_gain": i["alternative"] - paid - i["originator_costs"],
    }


def care_in_packet(i: Numbers) -> Numbers:
    x = run(packet_effort, i | by_cause(i))
    return {"packet_effort": x, "hours": packet_effort_hours(x, i["kappa_h_hours"])}


def acknowledgement(i: Numbers) -> Numbers:
    closes = run(valid_closure, i, stake=i["closure_stake"], verifiability=i["closure_verifiability"], code_hours=0.15)
    return {"fast_ack": fast_ack(i["ack_stake"], 4.0), "valid_closure": closes}


def trust(i: Numbers) -> Numbers:
    after = {
        "success": lambda t: trust_after_success(t, 0.1),
        "failure": lambda t: trust_after_failure(t, 0.7),
        "bad_packet": lambda t: trust_after_bad_packet(t, 0.8),
    }
    return {"trust": after[i["event"]](i["trust"])}


def beliefs(i: Numbers) -> Numbers:
    belief = i["win_belief"]
    for won in i["outcomes"]:
        belief = ewma(belief, float(won), 0.05)
    sure = run(lower_confidence, i, mean=i["mean_gain"]) if "mean_gain" in i else None
    return {"win_belief": belief, "confidence_adjusted": sure}


def membership(i: Numbers) -> Numbers:
    mean, n = i["mean"], i["n"]
    for observation, weight in i["evidence"]:
        mean, n = evidence_update(mean, n, observation, weight)
    i = i | {"mean": mean, "n": n, "hurdle": run(join_hurdle, i)}
    leaving = run(leaves, i, hysteresis=10.0, running=i["running_per_machine_week"], min_tenure=26)
    return {
        "mean": mean,
        "n": n,
        "lower_bound": run(lower_confidence, i, sd=i["sigma_obs"]),
        "join_cost": i["hurdle"],
        "join": not i["member"] and run(joins, i),
        "leave": i["member"] and leaving,
    }


def bypass(i: Numbers) -> Numbers:
    shift = (i["alpha_network"] - i["alpha_direct"]) * i["liability_at_stake"]
    gain = run(bypass_gain, i, el_shift=shift)
    leak = chance_of(lambda u: run(bypasses, i, gain=gain, hassle_u=u))
    if i["mutual_trust"] >= 0.5:
        assert leak == pytest.approx(run(leak_probability, i, gain=gain), rel=1e-12)
    return {"gain_before_hassle": gain, "leak_probability": leak}


def poach(i: Numbers) -> Numbers:
    gain = run(poach_gain, i, undercut=0.95)
    return {
        "gain": gain,
        "hassle": i["hassle_u"] * 1200.0,
        "attempt": poaches(gain, i["hassle_u"], 1200.0),
        "attempt_probability": chance_of(lambda u: poaches(gain, u, 1200.0)),
    }


def award(i: Numbers) -> Numbers:
    utilities = [run(award_utility, i | bid, noise=i["mu"] * gumbel(bid["u"])) for bid in i["offers"]]
    able = [k for k, bid in enumerate(i["offers"]) if run(may_win, i | bid)]
    winner = max(able, key=utilities.__getitem__) if able else None
    reason = None if able else "too_dear" if i["intent"] else "no_intent"
    return {"utilities": utilities, "winner": winner, "reason": reason}


def score(i: Numbers) -> Numbers:
    prior = (i["a0"], i["b0"])
    counts = {k: (float(r), float(s)) for k, (r, s) in i["metrics"].items()}
    mean = sum(w * beta_mean(*counts[k], *prior) for k, w in i["weights"].items())
    sd = math.sqrt(sum(w * w * beta_variance(*counts[k], *prior) for k, w in i["weights"].items()))
    total = run(routing_score, i, reputation=mean - i["z"] * sd)
    return {"reputation_score": mean, "sd": sd, "routing_score": total}


def shortlist(i: Numbers) -> Numbers:
    keys = [routing_key(s, i["tau_route"], u) for s, u in zip(i["scores"], i["uniforms"], strict=True)]
    weights = [math.exp(s / i["tau_route"]) for s in i["scores"]]
    return {
        "keys": keys,
        "order": sorted(range(len(keys)), key=lambda k: -keys[k])[: i["k"]],
        "first_place_probability": [w / sum(weights) for w in weights],
    }


def reputation(i: Numbers) -> Numbers:
    weight = run(evidence_weight, i, evidence_scale=5000.0, cp_cap=0.25)
    good = float(i["success"])
    return {
        "evidence_weight": weight,
        "r": decayed_count(i["r"], i["lam"], good, weight),
        "s": decayed_count(i["s"], i["lam"], 1.0 - good, weight),
    }


def waste(i: Numbers) -> Numbers:
    a, k = i["awards"] / i["rfqs"], i["quotes"] / i["rfqs"]
    return {
        "quotes_per_rfq": k,
        "award_rate": a,
        "win_rate": theory.win_rate(a, k),
        "wasted_h_per_award": theory.wasted_hours_per_award(i["quote_hours_total"] / i["quotes"], a, k),
    }


def logit(i: Numbers) -> Numbers:
    price = theory.logit_price(i["cost"], i["m"], i["n"])
    return {
        "price": price,
        "markup": quote_markup(1.0, i["m"], 1.0 / i["n"]),
        "share": 1.0 / i["n"],
    }


def logit_with_take(i: Numbers) -> Numbers:
    price = theory.logit_price(i["cost"], i["m"], i["n"], i["take"])
    margin = theory.logit_net_margin(i["m"], i["n"], i["take"])
    return {"price": price, "net_margin": margin, "fee": i["take"] * price}


def sealed(i: Numbers) -> Numbers:
    return {
        "bid": theory.sealed_bid(i["cost"], i["n"]),
        "expected_price": theory.expected_sealed_price(i["n"]),
    }


def first_best(i: Numbers) -> Numbers:
    def chosen(share: float) -> tuple[float, float]:
        e = run(quality_effort, i, share_w=share, loss=i["social_loss"], stake=0.0, loss_of_repeat=0.0,
                effort_max=EFFORT_MAX)  # fmt: skip
        harm = run(workmanship_hazard, i, effort=e) * i["social_loss"]
        return e, harm + i["kappa_e"] * i["production_cost"] * e

    own, best = chosen(i["share"]), chosen(1.0)
    return {
        "effort": own[0],
        "social_cost": own[1],
        "first_best_effort": best[0],
        "first_best_social_cost": best[1],
    }


def double_moral_hazard(i: Numbers) -> Numbers:
    def chosen(s_w: float, s_p: float) -> tuple[float, float, float]:
        e = run(quality_effort, i, share_w=s_w, stake=0.0, loss_of_repeat=0.0, effort_max=EFFORT_MAX)
        p = i["packet_hazard"]
        x = run(packet_effort, i, p_rev=p, p_scope=0, p_cert=0, s_rev=s_p, s_scope=0, s_cert=0, packet_stake=0)
        hazard = run(workmanship_hazard, i, effort=e) + packet_hazard(p, 0, x)
        care = i["kappa_e"] * i["production_cost"] * e + packet_effort_hours(x, i["kappa_h_hours"]) * i["wage"]
        return e, x, hazard * i["loss"] + care

    own, best = chosen(i["receiver_share_workmanship"], i["originator_share_packet"]), chosen(1.0, 1.0)
    names = ("effort", "packet_effort", "total_cost")
    found = dict(zip(names, own, strict=True))
    return found | {f"first_best_{name}": value for name, value in zip(names, best, strict=True)}


def coase(i: Numbers) -> Numbers:
    cost = i["cost_without_liability"] + i["receiver_share"] * i["expected_loss"]
    kept = (1.0 - i["receiver_share"]) * i["expected_loss"]
    paid, surplus = nash_transfer(i["b"], cost, 0.0, i["alternative"], kept)
    return {
        "surplus": surplus,
        "transfer": paid,
        "receiver_gain": paid - cost,
        "originator_gain": i["alternative"] - paid - kept,
        "handed_off": surplus >= 0.0,
    }


def stream(i: Numbers) -> Numbers:
    return {"value": repeat_value(1.0, i["X"], 0.0, 0.12, 1.0, i["margin"])}


def long_run_score(i: Numbers) -> Numbers:
    return {
        "mean_score": theory.mean_score(i["p"], i["lam"], i["a0"], i["b0"]),
        "jobs_to_target": theory.jobs_to_target(i["target"], i["a0"], i["b0"]),
    }


def jobs_lost(i: Numbers) -> Numbers:
    return {"jobs_lost": run(jobs_lost_per_failure, i, weight=i["w_k"], memory=i["lam"])}


def pooling(i: Numbers) -> Numbers:
    sd = theory.pooled_sd(i["n"], i["sd"], i["rho"])
    return {
        "unmet_isolated": i["n"] * theory.unmet_hours(i["capacity"], i["mean"], i["sd"]),
        "pooled_sd": sd,
        "unmet_pooled": theory.unmet_hours(i["n"] * i["capacity"], i["n"] * i["mean"], sd),
        "pooling_gain": theory.pooling_gain(i["n"], i["capacity"], i["mean"], i["sd"], i["rho"]),
    }


def leak(i: Numbers) -> Numbers:
    return {"leak_probability": leak_probability(i["gain_before_hassle"], 1.0, i["hassle_max"])}


def evidence(i: Numbers) -> Numbers:
    n = run(evidence_needed, i)
    never = math.isinf(n)
    return {"n_star": None if never else n, "n_needed": None if never else math.ceil(n)}


def whitewash(i: Numbers) -> Numbers:
    gain = run(theory.whitewash_gain, i)
    return {"gain": gain, "rational": gain > 0.0}


def lowball(i: Numbers) -> Numbers:
    claim = run(theory.change_order_profit, i)
    return {"claim_profit": claim, "strategy_gain": run(theory.lowball_gain, i, claim_profit=claim)}


def payment(i: Numbers) -> Numbers:
    i = i | {"amount": i["transfer"]}
    return {
        "finance_cost": run(finance_cost, i, default_share=0.0),
        "compound_for_reference": run(theory.compound_finance_cost, i),
        "expected_default_loss": run(theory.expected_default_loss, i),
    }


FORMULAS: dict[str, Callable[[Numbers], Numbers]] = {
    "R1": load_and_opportunity,
    "R2": liability_shares,
    "R3": hazards,
    "R4": liability_expected,
    "R5": risk,
    "R6": repeats,
    "R7": stake_in_network,
    "R7_phone": stake_on_phone,
    "R8": cost_of_op,
    "R9": quote,
    "R11": answer,
    "R12": transfer,
    "R13": lambda i: {"effort": run(quality_effort, i, effort_max=EFFORT_MAX)},
    "R14": care_in_packet,
    "R15": acknowledgement,
    "R16": trust,
    "R17": beliefs,
    "R19": membership,
    "R21": bypass,
    "R22": poach,
    "R26": award,
    "routing_score": score,
    "routing_shortlist": shortlist,
    "reputation_update": reputation,
    "V1": waste,
    "V2": logit,
    "V3": logit_with_take,
    "V4": sealed,
    "V5": lambda i: {"expected_value": theory.expected_best_quote(i["utilities"], i["m"])},
    "V6": first_best,
    "V7": double_moral_hazard,
    "V8": coase,
    "V9": stream,
    "V10": long_run_score,
    "V11": jobs_lost,
    "V12": pooling,
    "V15": leak,
    "V16": evidence,
    "V17": whitewash,
    "V18": lowball,
    "V19": payment,
}


def assert_close(found: Any, expected: Any, where: str) -> None:
    if isinstance(expected, dict):
        assert set(found) == set(expected), where
        for key, value in expected.items():
            assert_close(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for k, value in enumerate(expected):
            assert_close(found[k], value, f"{where}[{k}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), where
    else:
        assert found == expected, where


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_example(case: Numbers) -> None:
    assert_close(FORMULAS[case["formula"]](case["inputs"]), case["outputs"], case["id"])


def test_every_formula_has_worked_examples() -> None:
    assert set(FORMULAS) == {case["formula"] for case in CASES}
    assert len({case["id"] for case in CASES}) == len(CASES)
