"""A recorded play as a strategy: margins on the rule's own scale, and a seat that decides by them."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sim.playing.table import POLICY, WORLD, begun, follower, played, stubborn
from tests.sim.small import policy

from handoff_sim import FactoryModel
from handoff_sim.agents.cases import Case
from handoff_sim.agents.shop_cases import HandoffOffer, MakerCase, QuoteRequest
from handoff_sim.codes import DeclineCode, Maker
from handoff_sim.playing.answers import declined, playable, priced
from handoff_sim.playing.margins import SCALES, Margin, best_threshold
from handoff_sim.playing.strategy import DECIDE, PlayedStrategy, decided_in
from handoff_sim.playing.words import describe
from handoff_sim.run import simulate


@given(
    values=st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30),
    threshold=st.floats(-1e4, 1e4),
)
@settings(max_examples=200, deadline=None)
def test_a_threshold_is_recovered_up_to_the_gap_between_decisions(values: list[float], threshold: float) -> None:
    yes = [value >= threshold for value in values]
    found, wrong = best_threshold(values, yes)
    assert wrong == 0
    assert all((value >= found) == said for value, said in zip(values, yes, strict=True))


@pytest.mark.parametrize(
    ("values", "yes", "threshold", "wrong"),
    [
        ([-5, 10, 100, 200], [False, False, True, True], 55.0, 0),  # midway
        ([-5, 10, 100], [False, True, True], 0.0, 0),  # the rational shop's fits
        ([-50, -20, 10], [True, True, True], -50.0, 0),  # yes to everything
        ([20, 30], [False, False], 30.000000000000004, 0),  # no to everything
        ([-10, 10, 20, 30], [False, True, False, True], 0.0, 1),  # a slip; of equally good ones, nearest to zero
        ([-20, -10, 10, 20], [False, True, False, True], -15.0, 1),  # zero errs twice; of -15 and 15, the lower
    ],
)
def test_the_best_threshold_of_worked_examples(
    values: list[float], yes: list[bool], threshold: float, wrong: int
) -> None:
    found, errors = best_threshold(values, yes)
    assert (found, errors) == (threshold, wrong)


def test_playing_by_the_advice_is_the_rational_strategy_everywhere() -> None:
    done, _ = played(begun(decides=playable()), follower)
    strategy = PlayedStrategy.of(done)
    assert strategy.kinds == () and strategy.margins and strategy.ratios
    assert describe(strategy) == ["You decide as a rational shop would."]
    for seed, rules in ((1, POLICY), (9, policy("directory"))):
        with FactoryModel(WORLD, rules, seed=seed, weeks=30, seats={3: strategy}) as model:
            assert model.run().events_sha256 == simulate(WORLD, rules, seed=seed, weeks=30).events_sha256


def test_a_seat_asked_for_everything_that_decides_by_the_rules_margins_changes_nothing() -> None:
    zero = Margin(threshold=0.0, decisions=1, disagreements=0, against_rule=0)
    strategy = PlayedStrategy(margins={scale.name: zero for scale in SCALES})

    class Everything(PlayedStrategy):
        kinds = playable()

    everything = Everything(**{field.name: getattr(strategy, field.name) for field in dataclasses.fields(strategy)})
    with FactoryModel(WORLD, POLICY, seed=1, weeks=30, seats={3: everything, 5: everything}) as model:
        assert model.run().events_sha256 == simulate(WORLD, POLICY, seed=1, weeks=30).events_sha256


def test_a_synthetic_players_threshold_and_markup_are_recovered() -> None:
    done, _ = played(begun(weeks=20), stubborn)
    strategy = PlayedStrategy.of(done)
    offers = [case.worth for kind, case, _ in decided_in(done) if kind == "respond"]
    refused = max(worth for worth in offers if worth < 300.0)
    taken = min(worth for worth in offers if worth >= 300.0)
    assert strategy.threshold("respond") == pytest.approx((refused + taken) / 2)
    assert strategy.margins["respond"].disagreements == 0
    assert strategy.ratio("price") == pytest.approx(1.1)
    assert strategy.threshold("quote") == 0.0
    assert any("handoffs worth at least $" in sentence for sentence in describe(strategy))
    assert any("You ask 10% more than a rational shop" in sentence for sentence in describe(strategy))


def test_the_strategy_decides_as_its_player_in_the_future_it_was_learned_from() -> None:
    done, _ = played(begun(weeks=20), stubborn)
    strategy = PlayedStrategy.of(done)
    for kind, case, answer in decided_in(done):
        if kind == "respond":
            assert strategy.decide(case).is_accepted == answer.is_accepted
        if kind == "quote":
            assert strategy.decide(case).price == pytest.approx(answer.price)


def test_a_strategy_rests_outside_its_weeks() -> None:
    done, _ = played(begun(weeks=20), stubborn)
    strategy = PlayedStrategy.of(done)
    late = next(case for kind, case, answer in decided_in(done) if kind == "quote" and answer.is_sent)
    late = dataclasses.replace(late, week=done.until_week)
    assert strategy.decide(late) == late.rational()


def margin(threshold: float) -> Margin:
    return Margin(threshold=threshold, decisions=9, disagreements=1, against_rule=3)


OFFER = HandoffOffer(transfer=1000.0, production=800.0, is_binding=True)
MAKER = MakerCase(make=1000.0, outside=1500.0, phone=900.0)
QUOTE = QuoteRequest(
    reference_value=5000.0, base_cost=4000.0, production=3000.0, price_scale=0.2, lead_weeks=3.0, lead_required_weeks=5
)


@pytest.mark.parametrize(
    ("name", "threshold", "case", "answers"),
    [
        ("respond", 250.0, OFFER, lambda answer: answer.code == DeclineCode.PRICE),
        ("respond", 150.0, OFFER, lambda answer: answer.is_accepted),
        ("respond", -50.0, dataclasses.replace(OFFER, production=1040.0), lambda answer: answer.is_accepted),
        ("hand_off", 150.0, MAKER, lambda answer: answer == Maker.IN_HOUSE),
        ("hand_off", -50.0, dataclasses.replace(MAKER, phone=1040.0), lambda answer: answer == Maker.RECEIVER),
        ("make", 600.0, dataclasses.replace(MAKER, phone=1040.0), lambda answer: answer == Maker.OUTSIDE),
        ("quote", 1e6, QUOTE, lambda answer: not answer.is_sent),
    ],
)
def test_a_margin_moves_the_line(name: str, threshold: float, case: Case, answers: object) -> None:
    decided = PlayedStrategy(margins={name: margin(threshold)}).decide(case)
    assert answers(decided)  # type: ignore[operator]
    case.recorded(decided)


def test_departures_that_no_threshold_explains_are_said() -> None:
    unexplained = Margin(threshold=0.0, decisions=20, disagreements=3, against_rule=3)
    told = describe(PlayedStrategy(margins={"quote": unexplained}))
    assert told == [
        "Quotes: you went against the advice 3 of 20 times, but no threshold tells when; the rule's fits best."
    ]


def test_every_kind_that_is_no_plain_yes_or_no_is_generalised() -> None:
    plain = {scale.kind for scale in SCALES} - DECIDE.keys()
    assert plain | DECIDE.keys() == set(playable())


def test_a_price_of_ones_own_is_weighed_by_the_rule() -> None:
    best = QUOTE.rational()
    assert priced(QUOTE, best.price) == best
    prices = [best.price * share for share in (0.8, 0.9, 1.0, 1.1, 1.5)]
    chances = [priced(QUOTE, price).win_probability for price in prices]
    assert chances == sorted(chances, reverse=True) and len(set(chances)) == 5
    at_cost = priced(QUOTE, QUOTE.base_cost)  # wins often, and loses whenever it wins
    assert at_cost.gain < 0.0 < best.gain and at_cost.is_sent


def test_a_refusal_against_the_advice_is_for_the_price() -> None:
    assert OFFER.rational().is_accepted and declined(OFFER).code == DeclineCode.PRICE
