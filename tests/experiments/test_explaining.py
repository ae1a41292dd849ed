"""Decisions asked again: what is said to turn an answer turns it, and a little less does not."""

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest
from tests.sim.small import EAGER

from handoff_experiments.explaining import explain, overview
from handoff_experiments.explaining.asking import HONEST, UNASKED, Question, question
from handoff_experiments.explaining.bargain import ROOM
from handoff_experiments.explaining.codes import CODE_OF, CODES, KINDS, blamed
from handoff_experiments.explaining.decisions import (
    AMOUNTS,
    BUYER_KINDS,
    ORDER,
    SHOP_KINDS,
    DecidedBy,
    Explained,
    explained,
    price_rule_of,
)
from handoff_experiments.explaining.document import decision_document
from handoff_experiments.explaining.flips import FINEST, Flip, flip_of, flips
from handoff_experiments.explaining.outcomes import Week
from handoff_experiments.explaining.page import Heading, page
from handoff_experiments.explaining.parts import sum_of
from handoff_experiments.explaining.sentences import (
    answer,
    because,
    flip_words,
    mattered,
    other_side,
    question_words,
)
from handoff_experiments.explaining.values import outward
from handoff_experiments.figures.why import why
from handoff_scenarios import catalogue
from handoff_sim.agents import CASES
from handoff_sim.agents.cases import Situation
from handoff_sim.agents.terms import Range, Unit, term
from handoff_sim.codes import DeclineCode, NoBid
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.policy import apply_settings
from handoff_sim.run import Run, simulate
from handoff_sim.strategies.assignment import Assignment

POLICIES = ("phone_book", "enforceable_trust", "directory")
SAMPLE = 15  # records of each kind and code


@cache
def run_of(policy: str) -> Run:
    where = apply_settings(catalogue.world("workshop"), EAGER)
    return simulate(where, catalogue.policy(policy), seed=3, weeks=70, keep_events=True, record_decisions=True)


@cache
def records_of(policy: str) -> pd.DataFrame:
    frame = run_of(policy).decisions()
    return frame.groupby(["kind", "state", "code"], observed=True).head(SAMPLE)


def asked_again(run: Run, row: Any) -> Question | None:
    kind = DecisionKind[row.kind]
    situation = Situation(row.week, row.shop, row.other, row.job, row.op, row.load_weeks)
    return question(kind, row.terms, situation, row.code, row.threshold, price_rule_of(run, kind, row.terms))


def questions(policy: str) -> Iterator[tuple[Any, Question]]:
    for row in records_of(policy).itertuples():
        asked = asked_again(run_of(policy), row)
        if asked is not None:
            yield row, asked


@cache
def told(policy: str) -> tuple[Explained, ...]:
    run = run_of(policy)
    happened = cache(lambda week: Week.of(run, week))
    rows = (row for row in records_of(policy).itertuples() if DecisionKind[row.kind] in SHOP_KINDS | BUYER_KINDS)
    return tuple(explained(run, row, happened(row.week)) for row in rows)


@cache
def turning(policy: str) -> tuple[tuple[Question, Flip], ...]:
    return tuple((asked, flip) for _, asked in questions(policy) for flip in flips(asked))


def test_every_term_of_every_kind_has_a_label_and_a_unit() -> None:
    for kind, names in TERM_NAMES.items():
        for name in names:
            what = term(kind, name)
            assert what.label and what.unit in Unit, (kind, name)
    assert term(DecisionKind.HANDOFF_RESPONSE, ROOM).range is Range.SIGNED
    with pytest.raises(KeyError):
        term(DecisionKind.QUOTE, "horoscope")


def test_every_kind_and_every_code_has_words() -> None:
    assert set(KINDS) == set(DecisionKind)
    assert set(ORDER) == SHOP_KINDS | BUYER_KINDS
    for codes in CODE_OF.values():
        assert set(CODES[codes]) == set(codes)
    for kind in (DecisionKind.HANDOFF_RESPONSE, DecisionKind.QUOTE):
        for code in CODE_OF[kind]:
            assert set(blamed(kind, code)) <= {*TERM_NAMES[kind], "load_weeks"}
    assert blamed(DecisionKind.QUOTE, NoBid.OVERLOADED) != blamed(
        DecisionKind.HANDOFF_RESPONSE, DeclineCode.NO_CAPACITY
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_applying_a_turning_point_turns_the_answer_and_a_little_less_does_not(policy: str) -> None:
    turned: Counter[DecisionKind] = Counter()
    for asked, flip in turning(policy):
        turned[asked.kind] += 1
        assert asked.side_with(flip.name, flip.then) == flip.becomes != asked.side, (asked.kind, flip)
        if math.isfinite(flip.now) and term(asked.kind, flip.name).unit is not Unit.FLAG:
            assert asked.side_with(flip.name, less(asked, flip)) == asked.side, (asked.kind, flip)
    often = {DecisionKind.QUOTE, DecisionKind.HANDOFF_RESPONSE, DecisionKind.MAKE_OR_HANDOFF, DecisionKind.AWARD}
    assert all(turned[kind] > 100 for kind in often), turned
    assert all(turned[asked.kind] for _, asked in questions(policy) if asked.kind not in HONEST), turned


def less(asked: Question, flip: Flip) -> float:
    """A change a little smaller than a turning point; one less for whole numbers."""
    unit = term(asked.kind, flip.name).unit
    direction = math.copysign(1.0, flip.change)
    if unit is Unit.COUNT:
        return flip.then - direction
    step = 2.0 * FINEST[unit] + 1e-9 * abs(flip.then)
    return flip.now if abs(flip.change) <= step else flip.then - direction * step


@pytest.mark.parametrize("policy", POLICIES)
def test_a_turning_point_as_it_is_told_turns_the_answer_too(policy: str) -> None:
    """Rounding for the eye goes away from today's value, so nobody is told a number that would not have been enough."""
    for asked, flip in turning(policy):
        what = term(asked.kind, flip.name)
        then = outward(flip.now, flip.then, what.unit)
        low, high = what.bounds
        if what.unit is not Unit.FLAG and low <= then <= high:
            assert asked.side_with(flip.name, then) != asked.side, (asked.kind, flip, then)


@pytest.mark.parametrize("policy", POLICIES)
def test_terms_that_the_rule_does_not_ask_do_not_turn_it(policy: str) -> None:
    bound = {"is_binding"}  # says how the offer was put, not what it was worth
    seen: set[DecisionKind] = set()
    for _, asked in questions(policy):
        for name in UNASKED.get(asked.kind, frozenset()) - bound:
            kind = asked.case.term_types()[name]
            now = getattr(asked.case, name)
            others = [member for member in kind if member != now] if hasattr(kind, "__members__") else [kind(not now)]
            others += [kind(now * 3 + 1)] if kind in (int, float) else []
            for other in others:
                assert asked.side_of(dataclasses.replace(asked.case, **{name: other})) == asked.side, (asked.kind, name)
            seen.add(asked.kind)
    assert {DecisionKind.QUOTE, DecisionKind.HANDOFF_RESPONSE} <= seen


@pytest.mark.parametrize("policy", POLICIES)
def test_what_was_decided_is_what_the_rule_says_or_a_procedure_is_named(policy: str) -> None:
    by = Counter(one.decided_by for one in told(policy))
    assert by[DecidedBy.SEAT] == 0, [one for one in told(policy) if one.decided_by is DecidedBy.SEAT][:3]
    assert by[DecidedBy.RULE] > 300
    for one in told(policy):
        if one.decided_by is DecidedBy.RULE:
            assert one.side == one.rule_side
        if one.decided_by is DecidedBy.PROCEDURE:
            assert not one.flips
    assert any(one.code == DeclineCode.EXPIRED and one.decided_by is DecidedBy.PROCEDURE for one in told(policy))


@pytest.mark.parametrize("policy", POLICIES)
def test_honest_firms_do_nothing_where_only_a_strategy_would(policy: str) -> None:
    idle = [one for one in told(policy) if one.kind in HONEST]
    assert idle and all(one.side == "no" and not one.flips and one.is_routine for one in idle)


def test_a_quote_without_estimator_hours_is_a_no_by_procedure() -> None:
    run = run_of("phone_book")
    events = run.events()
    unsent = events[(events["kind"] == "NO_BID") & (events["code"] == NoBid.NO_ESTIMATOR_HOURS)].iloc[0]
    shop = int((run.records.shops["key"] == unsent["a"]).argmax())
    (one,) = explain(run, shop, int(unsent["week"]), kinds=[DecisionKind.QUOTE], job=str(unsent["job"]))
    assert (answer(one), one.code_name, one.decided_by) == ("No", "NO_ESTIMATOR_HOURS", DecidedBy.PROCEDURE)
    assert "hours" in because(one) and one.rule_side == "yes"


@pytest.mark.parametrize("policy", POLICIES)
def test_parts_add_up_to_the_recorded_value(policy: str) -> None:
    whole = (DecisionKind.HANDOFF_RESPONSE, DecisionKind.QUOTE, DecisionKind.COMMITMENT)
    net = (DecisionKind.POACH, DecisionKind.BYPASS, DecisionKind.DISPUTE)
    checked: Counter[DecisionKind] = Counter()
    for row in records_of(policy).itertuples():
        kind = DecisionKind[row.kind]
        total = sum_of(kind, row.terms, row.code)
        if kind in whole:
            assert total and math.isclose(total.total, row.value, rel_tol=1e-9, abs_tol=1e-6), row
            checked[kind] += 1
        elif kind in net:
            assert total and math.isclose(total.total, row.value - row.threshold, rel_tol=1e-9, abs_tol=1e-6), row
        elif kind == DecisionKind.AWARD and total:
            lead = (row.value - row.threshold) * row.terms["reference_value"]
            assert math.isclose(total.total, lead, rel_tol=1e-6, abs_tol=1e-6) or policy != "phone_book"
    assert all(checked[kind] > 10 for kind in whole)


@pytest.mark.parametrize("policy", POLICIES)
def test_ways_cost_what_the_rule_compared(policy: str) -> None:
    for one in told(policy):
        if one.kind == DecisionKind.MAKE_OR_HANDOFF:
            costs = [way.cost for way in one.ways]
            compared = [one.value_of(name) for name in ("make", "phone", "network", "outside")]
            assert costs == pytest.approx(compared, rel=1e-9)


def test_a_bargain_is_read_back_from_what_was_agreed() -> None:
    """Changing nothing changes neither pay nor shared gain; and a dollar less of cost moves both."""
    bargains = 0
    for row, asked in questions("phone_book"):
        if asked.kind != DecisionKind.HANDOFF_RESPONSE or ROOM not in asked.asked:
            continue
        bargains += 1
        same = asked.change("opportunity", asked.asked["opportunity"])
        assert same.terms() == pytest.approx(asked.case.terms(), rel=1e-6, abs=1e-6)
        cheaper = asked.change("production", asked.asked["production"] - 1.0).terms()
        assert cheaper["transfer"] < row.terms["transfer"] and cheaper["surplus"] > row.terms["surplus"]
    assert bargains > 50


@pytest.mark.parametrize("policy", POLICIES)
def test_the_sentence_names_the_term_that_the_code_blames(policy: str) -> None:
    named = 0
    for one in told(policy):
        names = blamed(one.kind, one.final_code)
        present = [each for each in one.terms if each.name in names and each.value]
        if answer(one) != "No" or not present:
            continue
        assert any(each.what.label in text for each in present for text in mattered(one)), one
        named += 1
    assert named > 20


def test_every_term_that_is_asked_either_turns_the_answer_or_is_said_not_to() -> None:
    offers = [one for one in told("enforceable_trust") if one.kind == DecisionKind.HANDOFF_RESPONSE and one.flips]
    assert len(offers) > 20
    for one in offers:
        turns, firm = {flip.name for flip in one.flips}, set(one.firm)
        assert not turns & firm and turns | firm == {each.name for each in one.terms if each.is_asked}


def test_the_load_that_turns_a_quote_is_the_load_at_which_the_shop_stops_quoting() -> None:
    for _, asked in questions("phone_book"):
        if asked.kind == DecisionKind.QUOTE and asked.side == "yes":
            flip = flip_of(asked, "load_weeks")
            assert flip is not None
            assert flip.then == pytest.approx(asked.asked["most_load_weeks"], abs=1e-5)


@pytest.mark.parametrize("policy", POLICIES)
def test_json_tells_what_the_words_tell_and_has_no_number_that_is_none(policy: str) -> None:
    for one in told(policy)[::7]:
        document = json.loads(json.dumps(decision_document(one), allow_nan=False))
        assert document["answer"] == answer(one) and document["because"] == because(one)
        assert document["question"] == question_words(one)
        assert [flip["words"] for flip in document["flips"]] == [flip_words(one, flip) for flip in one.flips]
        values = {each["name"]: each["value"] for each in document["terms"]}
        assert all(values[flip["term"]] == flip["now"] for flip in document["flips"]), one


@pytest.mark.parametrize("policy", POLICIES)
def test_json_has_every_number_of_a_waterfall(policy: str) -> None:
    drawn = Counter[str]()
    for one in told(policy)[::7]:
        document = decision_document(one)
        added = [*document["parts"], *(part for way in document["ways"] for part in way["parts"])]
        contributions = {part["term"]: part["amount"] for part in added if part["term"]}
        told_of = {each["name"]: each["contribution"] for each in document["terms"]}
        assert {name: amount for name, amount in told_of.items() if amount is not None} == contributions
        if document["parts"]:
            assert math.fsum(part["amount"] for part in document["parts"]) == document["total"]
            assert document["total_label"] and document["total_unit"].startswith("$")
        for way in document["ways"]:
            assert way["cost"] == (math.fsum(part["amount"] for part in way["parts"]) if way["parts"] else None)
        drawn[one.kind.name] += bool(added)
    assert min(drawn[kind] for kind in ("QUOTE", "HANDOFF_RESPONSE", "MAKE_OR_HANDOFF")) > 2


def test_a_value_and_what_it_is_held_against_have_the_unit_of_the_sum() -> None:
    sums = [one for policy in POLICIES for one in told(policy) if one.sum and one.kind != DecisionKind.AWARD]
    assert {KINDS[one.kind].unit == one.sum.unit for one in sums if one.sum} == {True}
    closed = [one for one in told("phone_book") if one.threshold >= IMPOSSIBLE]
    assert closed and {decision_document(one)["threshold"] for one in closed} == {None}


def test_the_other_side_of_a_claim_for_a_change_is_the_buyer() -> None:
    claims = [one for policy in POLICIES for one in told(policy) if one.kind == DecisionKind.CHANGE_CLAIM]
    assert claims and {other_side(one).split()[0] for one in claims} == {"buyer"}
    assert all(question_words(one).endswith(f", {other_side(one)}") for one in claims)


def test_amounts_say_what_moves_them() -> None:
    amounts = [one for one in told("enforceable_trust") if one.kind in AMOUNTS]
    assert {one.side for one in amounts} >= {"none", "some"}
    for one in amounts:
        if one.side == "some":
            assert one.slopes and not one.flips
            assert any(slope.name in ("loss", "production", "wage") for slope in one.slopes)
        if one.side == "none" and one.flips:
            assert all(flip.becomes != "none" for flip in one.flips)


@cache
def told_of_a_ring() -> tuple[Explained, ...]:
    """Decisions that only members of a ring of fake work take."""
    where = apply_settings(catalogue.world("workshop"), EAGER)
    ring = Assignment(strategy="wash_ring", agents=tuple(range(14)))
    rules = catalogue.policy("enforceable_trust")
    run = simulate(where, rules, seed=3, weeks=30, keep_events=True, record_decisions=True, strategies=[ring])
    rows = run.decisions().query("kind == 'FAKE_WORK'").head(3).itertuples()
    return tuple(explained(run, row, Week.of(run, row.week)) for row in rows)


@pytest.mark.parametrize("kind", sorted(SHOP_KINDS | BUYER_KINDS))
def test_a_picture_of_every_kind_says_and_describes_what_it_shows(kind: DecisionKind) -> None:
    everything = (one for decisions in (*map(told, POLICIES), told_of_a_ring()) for one in decisions)
    found = [one for one in everything if one.kind == kind][:40:8]
    assert found
    for one in found:
        figure = why(one)
        assert len(figure.layout.meta["title"]) > 10 and len(figure.layout.meta["alt"]) > 20
        json.loads(figure.to_json())


def test_the_page_needs_no_network_and_shows_every_decision() -> None:
    run = run_of("enforceable_trust")
    found = explain(run, 4, 52)
    heading = Heading(who="shop 4", week=52, world="workshop", policy="p", seed=3, command="handoff why")
    text = page(heading, found)
    assert text.count('data-figure="figure-') == sum(not one.is_routine for one in found) > 0
    outside = text.split("<script>")[0]
    assert "http://" not in outside and "https://" not in outside
    assert all(str(one.job is None or question_words(one).split("?")[0] in text) for one in found)


def test_weeks_are_counted_as_they_are_told() -> None:
    run = run_of("phone_book")
    weeks = overview(run, 4)
    week = next(week for week in weeks if week.quotes_sent and week.declined)
    found = explain(run, 4, week.week)
    assert len(found) == week.decisions
    quotes = [one for one in found if one.kind == DecisionKind.QUOTE and answer(one) == "Yes"]
    declined = [one for one in found if one.kind == DecisionKind.HANDOFF_RESPONSE and answer(one) == "No"]
    assert (len(quotes), len(declined)) == (week.quotes_sent, sum(week.declined.values()))
    assert CASES[DecisionKind.QUOTE].KIND in {one.kind for one in found}
