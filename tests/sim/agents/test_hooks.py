"""A hook's case is the decision record by name, and its rational answer is what the rules decided in the run."""

import dataclasses
from functools import cache

import pytest
from tests.sim.small import eager, path, policy, run

from handoff_scenarios import catalogue
from handoff_sim import FactoryModel
from handoff_sim.agents import CASES, HOOKS, SEATS
from handoff_sim.agents.buyer_cases import Award, AwardCase, Bid
from handoff_sim.agents.care_cases import EffortCase, SpeedCase
from handoff_sim.agents.cases import Situation
from handoff_sim.agents.shop_cases import HandoffOffer, MakerCase
from handoff_sim.codes import DeclineCode, JobState, Maker
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.market.columns import array_of, columns_of
from handoff_sim.market.fact_rows import Decision
from handoff_sim.market.routing import score_of
from handoff_sim.market.tables import Counter
from handoff_sim.policy import apply_settings
from handoff_sim.rules import RULES
from handoff_sim.run import Run

WITHOUT_HOOK = {DecisionKind.COMMITMENT}  # the costs of what was decided
LIVE = {DecisionKind.AWARD, DecisionKind.ROUTING}  # need the week's quotes and members
OUT_OF_TIME = DeclineCode.EXPIRED  # no hours were left to decide in


@cache
def recorded(name: str) -> Run:
    where = eager("default")
    forced = path(where, 60, -1, 1) if policy(name).network else None
    return run(where, policy(name), 3, record_decisions=True, forced=forced)


def test_every_hook_is_a_method_and_names_a_rule_of_the_model() -> None:
    rules = {rule.function for rule in RULES}
    assert set(HOOKS) == set(SEATS)
    for seat, hooks in HOOKS.items():
        for hook in hooks:
            assert callable(getattr(seat, hook.name)) and hook.rule in rules | {None}, f"{seat.__name__}.{hook.name}"


def test_every_kind_of_decision_is_the_case_of_one_hook() -> None:
    assert set(CASES) == set(DecisionKind) - WITHOUT_HOOK
    assert sum(len(hooks) for hooks in HOOKS.values()) == len(CASES)


def test_terms_fit_their_record_and_cases_are_told_terms_that_exist() -> None:
    room = columns_of(Decision)["terms"].length
    assert set(TERM_NAMES) == set(DecisionKind)
    for kind, names in TERM_NAMES.items():
        assert len(names) <= room and len(set(names)) == len(names), kind
    shared = set(Situation._fields)
    beside = {"bids", "candidates", "by_rule", "wanted", "process"}
    for case in CASES.values():
        fields = {field.name for field in dataclasses.fields(case)}
        assert fields - set(TERM_NAMES[case.KIND]) <= shared | beside | {case.CODE}, case.__name__


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "directory", "overflow_lane"])
def test_the_rational_answer_to_a_case_is_what_the_run_decided(name: str) -> None:
    """Every record of every kind that holds all that was known: the rule, asked again, decides alike."""
    compared = dict.fromkeys(DecisionKind, 0)
    for row in recorded(name).decisions().itertuples():
        kind = DecisionKind[row.kind]
        if kind in WITHOUT_HOOK | LIVE or (kind == DecisionKind.HANDOFF_RESPONSE and row.code == OUT_OF_TIME):
            continue
        situation = Situation(row.week, row.shop, row.other, row.job, row.op, row.load_weeks)
        case = CASES[kind].of_terms(row.terms, situation, row.code)
        answer = case.recorded(case.rational())
        if kind in (DecisionKind.EFFORT, DecisionKind.PACKET_EFFORT):
            assert answer.values == (row.value,)
        elif kind == DecisionKind.MAKE_OR_HANDOFF:
            assert answer.state == row.state
        elif kind in (DecisionKind.QUOTE, DecisionKind.HANDOFF_RESPONSE, DecisionKind.SEEK_HELP):
            assert (answer.state, answer.code) == (row.state, row.code)
        else:
            assert answer.state == row.state, (kind, row)
        if kind == DecisionKind.QUOTE:
            assert answer.values[1:] == (row.terms["price"], row.terms["lead_weeks"], row.terms["expected_gain"])
        compared[kind] += 1
    least = {DecisionKind.QUOTE: 1000, DecisionKind.EFFORT: 500, DecisionKind.SEEK_HELP: 500, DecisionKind.POACH: 1}
    assert all(compared[kind] >= count for kind, count in least.items()), compared
    network = {DecisionKind.MEMBERSHIP, DecisionKind.ACKNOWLEDGEMENT, DecisionKind.BYPASS, DecisionKind.CHANNEL}
    if name == "enforceable_trust":
        assert all(compared[kind] > 0 for kind in network), compared


def test_an_offer_that_pays_too_little_says_why() -> None:
    def code(**terms: float) -> DeclineCode:
        return HandoffOffer(transfer=100, **terms).rational().code

    assert code(production=90) == DeclineCode.ACCEPTED
    assert code(production=90, opportunity=20) == DeclineCode.NO_CAPACITY
    assert code(production=90, packet_liability=8, packet_risk=4) == DeclineCode.PACKET_INCOMPLETE
    assert code(production=110) == DeclineCode.PRICE
    assert HandoffOffer(transfer=100, production=90).with_threshold(20).code == DeclineCode.PRICE


def test_a_maker_is_the_cheapest_way_that_is_open() -> None:
    assert MakerCase(make=120, outside=130, network=100).rational() == Maker.RECEIVER
    assert MakerCase(make=120, outside=130).rational() == Maker.IN_HOUSE
    assert MakerCase(outside=130).rational() == Maker.OUTSIDE
    assert MakerCase(outside=130).open_ways == (Maker.OUTSIDE,)
    assert MakerCase(make=120, outside=130, network=100, is_bound=True).open_ways == (Maker.RECEIVER,)


def test_effort_and_answering_grow_with_what_is_at_stake() -> None:
    careless, careful = (EffortCase(production=500, loss=loss).rational() for loss in (0.0, 50_000.0))
    assert careless == 0 < careful <= EffortCase(production=500, loss=0).most_effort
    assert not SpeedCase(stake=0.0, cost=4.0).rational() and SpeedCase(stake=4.0, cost=4.0).rational()


def test_a_buyer_takes_the_best_bid_it_can_afford() -> None:
    dear, late, fair = (Bid(price=p, lead_weeks=w) for p, w in ((1300, 2), (1000, 30), (1010, 4)))

    def award(*bids: Bid, **more: float) -> Award:
        return AwardCase(
            reference_value=1000, budget=1200, lead_required_weeks=4, lateness_weight=0.01, bids=bids, **more
        ).rational()

    assert award(dear, late, fair).bid == 2
    assert award(dear).bid is None
    assert award(fair, intent=False).bid is None
    assert award(fair, vertical_utility=0.0) == Award(bid=None, by_vertical=True)


def test_the_operator_scores_shops_as_the_router_does() -> None:
    where = catalogue.world("workshop")
    with FactoryModel(where, policy("enforceable_trust"), seed=3, weeks=10) as model:
        assert model.operator is not None
        scores = [model.operator.score(shop, where.population.processes[0]) for shop in model.shops]
        assert scores == [score_of(model.market, shop.number, 0, False) for shop in model.shops]
        with pytest.raises(ValueError, match="process: expected one of"):
            model.operator.score(0, "baking")


def test_a_vertical_operator_prices_a_job_at_once() -> None:
    rules = apply_settings(policy("enforceable_trust"), {"vertical.count": 1})
    with FactoryModel(catalogue.world("workshop"), rules, seed=1, weeks=10) as model:
        model.run()
        jobs = array_of(model.market.jobs)[: model.market.n[Counter.JOBS]]
        quote = model.verticals[0].instant_price(int((jobs["state"] == JobState.CLOSED).argmax()))
        assert quote.price > 0 and quote.lead_weeks >= 1
