"""A hook, asked for one decision, answers as the compiled rules did in the run."""

from collections.abc import Iterator

import numpy as np
import pytest

from handoff_scenarios import catalogue
from handoff_sim import FactoryModel
from handoff_sim.agents import HOOKS, SEATS
from handoff_sim.agents.observations import Bid, Care, HandoffOffer, HandoffTerms, Maker, MakeTerms, QuoteRequest, Rfq
from handoff_sim.codes import Channel, DecisionKind, DeclineCode, JobState, Membership, NoBid
from handoff_sim.market.columns import array_of
from handoff_sim.market.quoting import (
    clear_the_desk,
    default_share,
    expect_work,
    job_cost,
    pay_weeks,
    price_quotes,
    price_scale,
    read_the_desk,
    solicit_quotes,
    take_from_receipt,
)
from handoff_sim.market.room import room_for_market, room_for_supply
from handoff_sim.market.round import supply_half
from handoff_sim.market.routing import score_of
from handoff_sim.market.tables import Counter
from handoff_sim.policy import apply_settings
from handoff_sim.rules import RULES
from handoff_sim.rules.quote import receipt_factor

WORLD = apply_settings(
    catalogue.world("workshop"), {"behaviour.gain_prior": 60, "clock.launch": 6, "behaviour.gain_prior_n": 50}
)
POLICY = catalogue.policy("enforceable_trust")
NO = (DeclineCode.EXPIRED, DeclineCode.NO_CAPABILITY)


@pytest.fixture
def model() -> Iterator[FactoryModel]:
    with FactoryModel(WORLD, POLICY, seed=3, weeks=40, record_decisions=True) as fresh:
        for _ in range(30):
            fresh.step()
        yield fresh


def test_every_hook_is_a_method_and_names_a_rule_of_the_model() -> None:
    rules = {rule.function for rule in RULES}
    assert set(HOOKS) == set(SEATS)
    for seat, hooks in HOOKS.items():
        for name, rule in hooks:
            assert callable(getattr(seat, name)) and rule in rules, f"{seat.__name__}.{name}"


def test_quote_prices_every_request_of_a_week_as_the_phase_does(model: FactoryModel) -> None:
    week, simulation = model.week, model.simulation
    simulation.market = room_for_supply(model.market, week)
    supply_half(model.market, week)
    simulation.market = m = room_for_market(model.market, week)
    solicit_quotes(m, week)
    asked = range(m.n[Counter.QUOTES])
    read_the_desk(m)
    expected = []
    for q in asked:
        expect_work(m, q, -m.quotes[q].desk_share)
        able = m.quotes[q].no_bid != NoBid.NO_CAPABILITY
        expected.append(model.shop(m.quotes[q].shop).quote(request(model, q)) if able else None)
        expect_work(m, q, m.quotes[q].desk_share)
    clear_the_desk(m)
    price_quotes(m, week)
    compared = 0
    for q, found in zip(asked, expected, strict=True):
        row = m.quotes[q]
        if found is None or row.no_bid == NoBid.OVERLOADED:
            assert found is None or not found.is_sent
            continue
        assert (found.depth, found.gain_dollars, found.win_probability) == (row.depth, row.gain, row.win_probability)
        assert found.is_sent == (row.no_bid != NoBid.NOT_WORTH_IT)
        compared += 1
    assert compared > 5


def request(model: FactoryModel, q: int) -> QuoteRequest:
    """The observation behind one row of the quotes table."""
    m = model.market
    quote = m.quotes[q]
    job = m.jobs[quote.job]
    base, own, repeat = job_cost(m, quote.shop, quote.job, quote.channel)
    process = WORLD.population.processes[m.ops[job.first_op].process]
    return QuoteRequest(
        reference_value_dollars=job.vref,
        base_cost_dollars=base,
        production_dollars=own,
        repeat_value_dollars=repeat,
        completeness=job.completeness,
        price_scale=price_scale(m, job.buyer, quote.channel),
        receipt_factor=receipt_factor(
            take_from_receipt(m, quote.channel),
            m.p[0].finance_rate,
            pay_weeks(m, job.buyer, quote.channel),
            default_share(m, job.buyer, quote.channel),
        ),
        by_network=quote.channel == Channel.NETWORK,
        load_weeks=model.shop(quote.shop).load_weeks_of(process),
    )


def test_respond_answers_every_recorded_offer_as_the_run_did(model: FactoryModel) -> None:
    frame = model.result().decisions()
    rows = frame[(frame["kind"] == DecisionKind.HANDOFF_RESPONSE.name) & ~frame["code"].isin(NO)]
    costs = {name: name for name in ("production", "opportunity", "packet_liability", "workmanship_liability")}
    costs |= {name: name for name in ("packet_risk", "other_risk", "effort_cost", "finance", "admin", "fee")}
    gains = ("transfer", "repeat_value", "relational", "promised_weeks", "lead_weeks")
    accepted = 0
    for row in rows.itertuples():
        terms = row.terms
        offer = HandoffOffer(**{c: -terms[c] for c in costs}, **{g: terms[g] for g in gains})
        answer = model.shop(row.shop).respond(offer)
        assert answer.value_dollars == pytest.approx(row.value, abs=1e-6)
        if row.code == DeclineCode.PRICE or abs(row.value) < 1e-6:
            continue  # a negotiated offer may also fail for want of a surplus; a bargain leaves rounding only
        assert answer.code == row.code
        accepted += answer.is_accepted
    assert len(rows) > 20 and accepted > 0


def test_an_offer_that_pays_too_little_says_why(model: FactoryModel) -> None:
    shop = model.shop(0)
    assert shop.respond(HandoffOffer(transfer=100, production=90)).code == DeclineCode.ACCEPTED
    assert shop.respond(HandoffOffer(transfer=100, production=90, opportunity=20)).code == DeclineCode.NO_CAPACITY
    assert shop.respond(HandoffOffer(transfer=100, production=110)).code == DeclineCode.PRICE
    assert shop.respond(HandoffOffer(transfer=100, production=1, capable=False)).code == DeclineCode.NO_CAPABILITY


def test_review_says_what_the_last_review_decided(model: FactoryModel) -> None:
    p = model.market.p[0]
    while (model.week - 1 - p.launch) % p.review_weeks:
        model.step()
    frame = model.result().decisions()
    reviews = frame[(frame["kind"] == DecisionKind.MEMBERSHIP.name) & (frame["week"] == model.week - 1)]
    compared = 0
    for row in reviews.itertuples():
        shop = model.shop(row.shop)
        if shop.membership != row.code:
            continue  # what was decided has changed what would be asked now
        now = shop.review()
        assert now.lower_bound == row.value and now.belongs == (row.state == 1)
        compared += 1
    assert compared > 5 and set(reviews["code"]) & {Membership.MEMBER}


def test_hand_off_takes_the_cheapest_way(model: FactoryModel) -> None:
    shop = model.shop(0)
    make, deal = MakeTerms(production=100, late=20), HandoffTerms(transfer=90, fee=5, poach=5)
    choice = shop.hand_off(outside_dollars=130, make=make, deal=deal)
    assert (choice.maker, choice.in_house_dollars, choice.receiver_dollars) == (Maker.RECEIVER, 120, 100)
    assert shop.hand_off(outside_dollars=130, make=make).maker == Maker.IN_HOUSE
    assert shop.hand_off(outside_dollars=130).maker == Maker.OUTSIDE
    hours = HandoffTerms(transfer=90, handoff_hours=2)
    assert shop.hand_off(outside_dollars=0, deal=hours).receiver_dollars == 90 + 2 * WORLD.behaviour.wage


def test_effort_and_answering_grow_with_what_is_at_stake(model: FactoryModel) -> None:
    shop = model.shop(0)
    careless, careful = (shop.effort(Care(production=500, loss=loss)) for loss in (0.0, 50_000.0))
    assert careless == 0 < careful <= WORLD.behaviour.effort_max
    assert not shop.acknowledge(0.0) and shop.acknowledge(WORLD.behaviour.ack_cost)


def test_a_buyer_takes_the_best_bid_it_can_afford(model: FactoryModel) -> None:
    buyer = model.buyer(0)
    rfq = Rfq(reference_value_dollars=1000, most_dollars=1200, lead_weeks=4)
    dear, late, fair = (Bid(price_dollars=p, lead_weeks=w) for p, w in ((1300, 2), (1000, 30), (1010, 4)))
    assert buyer.award(rfq, [dear, late, fair]) == 2
    assert buyer.award(rfq, [dear]) is None
    assert buyer.award(Rfq(reference_value_dollars=1000, most_dollars=1200, lead_weeks=4, intent=False), [fair]) is None
    for each in model.buyers:
        assert (each.network_chance() > 0) == each.is_member and each.leaves() in (True, False)


def test_the_operator_scores_shops_as_the_router_does(model: FactoryModel) -> None:
    assert model.operator is not None
    process = WORLD.population.processes[0]
    scores = [model.operator.score(shop, process) for shop in model.shops]
    assert scores == [score_of(model.market, shop.number, 0, False) for shop in model.shops]
    with pytest.raises(ValueError, match="process: expected one of"):
        model.operator.score(0, "baking")


def test_a_vertical_operator_quotes_a_job_at_once() -> None:
    with FactoryModel(WORLD, apply_settings(POLICY, {"vertical.count": 1}), seed=1, weeks=10) as model:
        model.run()
        jobs = array_of(model.market.jobs)[: model.market.n[Counter.JOBS]]
        job = int(np.flatnonzero(jobs["state"] == JobState.CLOSED)[0])
        price, lead = model.verticals[0].quote(job)
        assert price > 0 and lead >= 1
