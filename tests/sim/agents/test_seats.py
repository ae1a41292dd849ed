"""Seats: a hook in plain Python decides for one firm, changes nothing if it follows the rule, and fails clearly."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.sim.small import eager, policy

from handoff_scenarios import catalogue
from handoff_sim import FactoryModel
from handoff_sim.agents import SEATS, Actor, Buyer, NetworkOperator, Shop, VerticalOperator
from handoff_sim.agents.asking import SeatError
from handoff_sim.agents.buyer_cases import Award, AwardCase
from handoff_sim.agents.care_cases import CodeCase, EffortCase, PacketCase, SpeedCase
from handoff_sim.agents.network_cases import ReviewCase
from handoff_sim.agents.operator_cases import InstantQuote, InstantQuoteCase, RoutingCase
from handoff_sim.agents.shop_cases import HandoffAnswer, HandoffOffer, HelpCase, MakerCase, Quote, QuoteRequest
from handoff_sim.codes import DeclineCode, Depth, HandoffReason, Maker
from handoff_sim.invariants import BrokenLaw
from handoff_sim.market.columns import array_of
from handoff_sim.policy import apply_settings
from handoff_sim.run import simulate

WEEKS = 30
WORLD = eager("workshop", clock__launch=4)
EVERY_RULE = apply_settings(policy("enforceable_trust"), {"vertical.count": 1})
CLASSES = dict(zip(("shop_class", "buyer_class", "operator_class", "vertical_class"), SEATS, strict=True))


def thoughtful(base: type[Actor], asked: Counter[tuple[str, str]]) -> type[Actor]:
    """A seat of the class ``base`` whose every hook calls the shared rule."""

    def hook(name: str) -> Callable[[Actor, Any], Any]:
        def decide(self: Actor, case: Any) -> Any:
            asked[base.__name__, name] += 1
            return getattr(base, name)(self, case)

        return decide

    return type(f"Thoughtful{base.__name__}", (base,), {each.name: hook(each.name) for each in base.HOOKS})


@pytest.mark.parametrize("name", ["phone_book", "directory", "tools_only", "overflow_lane", "with everything"])
def test_seats_that_call_the_rules_reproduce_the_compiled_run(name: str) -> None:
    rules = EVERY_RULE if name == "with everything" else policy(name)
    asked: Counter[tuple[str, str]] = Counter()
    seats = {place: thoughtful(base, asked) for place, base in CLASSES.items()}
    with FactoryModel(WORLD, rules, seed=2, weeks=WEEKS, check=True, **seats) as model:
        assert model.run().events_sha256 == simulate(WORLD, rules, seed=2, weeks=WEEKS).events_sha256
    if name == "with everything":
        assert set(asked) == {(base.__name__, hook.name) for base in SEATS for hook in base.HOOKS}


def test_watching_changes_nothing() -> None:
    plain = simulate(WORLD, EVERY_RULE, seed=5, weeks=WEEKS)
    told = simulate(WORLD, EVERY_RULE, seed=5, weeks=WEEKS, record_decisions=True, keep_events=True, check=True)
    assert told.events_sha256 == plain.events_sha256
    assert len(told.decisions()) > 1000 and plain.decisions().empty
    seats = {place: thoughtful(base, Counter()) for place, base in CLASSES.items()}
    options = {"floor": "simpy", "keep_trace": True, "record_decisions": True, "keep_events": True, **seats}
    with FactoryModel(WORLD, EVERY_RULE, seed=5, weeks=WEEKS, **options) as model:
        watched = model.run()
    assert watched.events_sha256 == plain.events_sha256
    assert len(watched.segments()) > 100


def seated(base: type[Actor], **hooks: Callable[[Any, Any], Any]) -> type[Any]:
    return type(f"Odd{base.__name__}", (base,), hooks)


def test_one_seat_decides_for_itself_alone() -> None:
    class Homebody(Shop):
        def seek_help(self, case: HelpCase) -> HandoffReason:
            return HandoffReason.NONE if case.capable else case.rational()

        def respond(self, offer: HandoffOffer) -> HandoffAnswer:
            return HandoffAnswer(code=DeclineCode.NO_CAPACITY)

    world = catalogue.world("default")
    with FactoryModel(
        world, policy("phone_book"), seed=1, weeks=WEEKS, seats={7: Homebody}, record_decisions=True
    ) as m:
        decisions = m.run().decisions()
    answers = decisions[(decisions["kind"] == "HANDOFF_RESPONSE") & (decisions["code"] != DeclineCode.EXPIRED)]
    assert (answers["code"][answers["shop"] == 7] == DeclineCode.NO_CAPACITY).all()
    assert (answers["shop"] == 7).any() and (answers["code"][answers["shop"] != 7] == DeclineCode.ACCEPTED).any()
    made = array_of(m.market.ops)[: m.market.n[1]]
    assert not ((made["maker"] == 7) & (made["handed_off"] == 1)).any()


@pytest.mark.parametrize(
    ("base", "hook", "answer", "field"),
    [
        (Shop, "effort", lambda self, case: 0.0, "effort"),
        (Shop, "packet_effort", lambda self, case: 0.0, "packet_effort"),
        (Shop, "give_code", lambda self, case: True, "valid_closure"),
    ],
)
def test_what_a_seat_commits_to_is_on_its_operations(
    base: type[Actor], hook: str, answer: Callable[[Any, Any], Any], field: str
) -> None:
    with FactoryModel(WORLD, policy("phone_book"), seed=1, weeks=WEEKS, shop_class=seated(base, **{hook: answer})) as m:
        m.run()
        made = array_of(m.market.ops)[: m.market.n[1]]
        made = made[(made["maker"] >= 0) & (made["accepted_week"] >= 0)]
    assert (made[field] == answer(None, None)).all() and len(made) > 50


def test_a_buyer_an_operator_and_a_vertical_can_be_seated() -> None:
    def nothing(self: Buyer, case: AwardCase) -> Award:
        return Award(bid=None)

    def last(self: NetworkOperator, case: RoutingCase) -> tuple[int, ...]:
        return case.candidates[-1:]

    def dear(self: VerticalOperator, case: InstantQuoteCase) -> InstantQuote:
        return InstantQuote(price=2 * case.price, lead_weeks=case.lead_weeks)

    options = {"buyer_seats": {0: seated(Buyer, award=nothing)}, "operator_class": seated(NetworkOperator, route=last)}
    options |= {"vertical_class": seated(VerticalOperator, quote=dear)}
    with FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS, record_decisions=True, **options) as model:
        decisions = model.run().decisions()
        bought = array_of(model.market.jobs)["buyer"][: model.market.n[0]]
        awarded = array_of(model.market.jobs)["award_week"][: model.market.n[0]] >= 0
        reorder = array_of(model.market.jobs)["reorder"][: model.market.n[0]] == 1
    assert (bought == 0).any() and not (awarded & ~reorder)[bought == 0].any() and awarded[bought != 0].any()
    assert (decisions["kind"] == "ROUTING").any()


BAD = {
    "a quote that is a number": (Shop, "quote", lambda self, case: 5, r"expected a Quote; found 5"),
    "a quote without a price": (
        Shop, "quote", lambda self, case: Quote(is_sent=True, price=float("nan")), r"price: expected a number .* nan"),
    "a quick quote where yes or no is asked": (
        Shop, "quote",
        lambda self, case: case.rational() if case.quick_hours else Quote(is_sent=True, price=9, depth=Depth.QUICK),
        r"depth: expected Depth.FULL",
    ),
    "an answer for another shop": (
        Shop, "respond", lambda self, case: HandoffAnswer(code=DeclineCode.ACCEPTED, shop=self.number + 1),
        r"shop: expected an answer for shop \d+; found one for \d+",
    ),
    "an answer about another job": (
        Shop, "respond", lambda self, case: HandoffAnswer(code=DeclineCode.PRICE, job=1), r"job: expected an answer"),
    "a code that no shop gives": (
        Shop, "respond", lambda self, case: HandoffAnswer(code=DeclineCode.EXPIRED), r"code: expected one of .*PRICE"),
    "a way that is closed": (
        Shop, "hand_off", lambda self, case: Maker.RECEIVER, r"expected one of .*Maker.OUTSIDE; found .*RECEIVER"),
    "too much effort": (Shop, "effort", lambda self, case: 1e9, r"answer: expected a number from 0 to 2.5"),
    "effort without hours": (Shop, "packet_effort", lambda self, case: 99.0, r"answer: expected a number from 0 to"),
    "a maybe": (Shop, "give_code", lambda self, case: "maybe", r"answer: expected True or False; found 'maybe'"),
    "a slip of the keyboard": (Shop, "acknowledge", lambda self, case: 1 / 0, r"raised ZeroDivisionError: division"),
    "a review by yes": (Shop, "review", lambda self, case: True, r"expected one of Belonging.OUT"),
    "a bid that was not made": (
        Buyer, "award", lambda self, case: Award(bid=99), r"bid: expected (None|a number from 0 to)"),
    "a channel by name": (Buyer, "choose_channel", lambda self, case: "network", r"expected True or False"),
    "a shop that is no candidate": (
        NetworkOperator, "route", lambda self, case: [10**6], r"expected different shops among .*found \[1000000\]"),
    "a price of nothing": (
        VerticalOperator, "quote", lambda self, case: InstantQuote(price=0, lead_weeks=1), r"price: expected a number"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_seat_that_fails_is_named_and_its_week_is_taken_back(what: str) -> None:
    base, hook, answer, complaint = BAD[what]
    place = next(place for place, kind in CLASSES.items() if kind is base)
    plain = simulate(WORLD, EVERY_RULE, seed=2, weeks=WEEKS).events_sha256
    with FactoryModel(
        WORLD, EVERY_RULE, seed=2, weeks=WEEKS, check=True, **{place: seated(base, **{hook: answer})}
    ) as model:
        with pytest.raises(SeatError, match=rf"^Odd{base.__name__} \d+, hook {hook}, week \d+: .*{complaint}"):
            model.run()
        week = model.week
        assert model.steps == week and model.running
        with FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS) as other:
            while other.week < week:
                other.step()
            assert other.result().events_sha256 == model.result().events_sha256
            for name, table in other.market._asdict().items():
                if name not in ("p", "seats", "decisions", "events", "entries", "n", "quotes"):
                    mine = getattr(model.market, name)
                    assert mine[: len(table)].tobytes() == table[: len(mine)].tobytes(), name
        setattr(type(model.shop(0) if base is Shop else _one(model, base)), hook, getattr(base, hook))
        assert model.run().events_sha256 == plain  # the same seat, mended, goes on


def _one(model: FactoryModel, base: type[Actor]) -> Actor:
    return {Buyer: model.buyer(0), NetworkOperator: model.operator, VerticalOperator: model.verticals[0]}[base]


def test_an_interrupt_inside_a_hook_passes_through_and_takes_the_week_back() -> None:
    def stop(self: Shop, case: QuoteRequest) -> Quote:
        raise KeyboardInterrupt

    with FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS, shop_class=seated(Shop, quote=stop)) as model:
        with pytest.raises(KeyboardInterrupt):
            model.run()
        assert model.running and model.steps == model.week


def test_a_week_in_which_a_law_breaks_is_taken_back_too() -> None:
    class Forger(Shop):
        def respond(self, offer: HandoffOffer) -> HandoffAnswer:
            self.market.cash[self.number] += 1  # a cent from nowhere
            return offer.rational()

    with FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS, check=True, shop_class=Forger) as model:
        with pytest.raises(BrokenLaw, match="expected accounts to sum to 0 cents"):
            model.run()
        assert model.market.cash.sum() == 0 and model.running and model.steps == model.week


def test_a_closed_model_calls_nobody() -> None:
    model = FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS, shop_class=thoughtful(Shop, Counter()))
    simulation = model.simulation
    model.step()
    model.close()
    assert not simulation.market.seats.any()


def test_seats_are_checked_when_they_are_taken() -> None:
    with pytest.raises(ValueError, match=r"seats: expected numbers from 0 to \d+; found 999"):
        FactoryModel(WORLD, EVERY_RULE, seed=1, seats={999: Shop})
    with pytest.raises(TypeError, match=r"seats: expected a Shop at number 1; found Buyer\(1\)"):
        FactoryModel(WORLD, EVERY_RULE, seed=1, seats={1: Buyer})
    with pytest.raises(ValueError, match=r"seats: expected a seat of number 1; found Shop\(2\)"):
        FactoryModel(WORLD, EVERY_RULE, seed=1, seats={1: lambda model, number: Shop(model, 2)})


def test_the_types_of_cases_are_those_hooks_are_told() -> None:
    told: dict[str, set[type]] = {}

    def note(name: str, base: type[Actor]) -> Callable[[Any, Any], Any]:
        def decide(self: Any, case: Any) -> Any:
            told.setdefault(name, set()).add(type(case))
            return getattr(base, name)(self, case)

        return decide

    watching = seated(Shop, **{hook.name: note(hook.name, Shop) for hook in Shop.HOOKS})
    with FactoryModel(WORLD, EVERY_RULE, seed=2, weeks=WEEKS, seats=dict.fromkeys(range(8), watching)) as model:
        model.run()
    expected = {"quote": QuoteRequest, "respond": HandoffOffer, "hand_off": MakerCase, "effort": EffortCase}
    expected |= {"packet_effort": PacketCase, "give_code": CodeCase, "acknowledge": SpeedCase, "review": ReviewCase}
    assert expected.items() <= {name: next(iter(kinds)) for name, kinds in told.items()}.items()
    assert all(len(kinds) == 1 for kinds in told.values())
