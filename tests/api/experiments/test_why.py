"""Why over GraphQL: the sentences and numbers of ``handoff why --json``, each in a field of its own."""

import re
from typing import Any

import pytest
from tests.api.experiments.small_experiment import WEEKS, Ask, as_schema, of_run, operation, task

from handoff_experiments.recording import explain_job, explain_week, shop_weeks

SHOP, WEEK = 3, 58
Document = dict[str, Any]


def asked(run: Document, **question: Any) -> tuple[tuple[Any, Any], Document]:
    known = task(run)
    return (known.world, known.policy), {"seed": known.seed, "weeks": WEEKS, **question}


@pytest.fixture(scope="module")
def document(run: Document) -> Document:
    """What the command line says of the week, with pictures."""
    documents, question = asked(run, shop=SHOP, week=WEEK)
    return explain_week(*documents, **question)


@pytest.fixture(scope="module")
def told(ask: Ask, run: Document) -> Document:
    """The same over GraphQL."""
    found = ask(operation("WhyShopWeek"), run=run["key"], shop=SHOP, week=WEEK)
    return dict(found["run"]["why"])


def as_typed(one: Document) -> Document:
    """A decision of the document in the fields of the schema, without its picture."""
    renamed = {name: value for name, value in one.items() if name not in ("job_key", "other_side")}
    renamed |= {"other": one["other_side"], "decided_by": one["decided_by"].upper()}
    for name in ("terms", "flips", "slopes"):
        renamed[name] = [{"meaning" if key == "label" else key: row[key] for key in row} for row in one[name]]
    typed: Document = as_schema(renamed)
    return typed


def test_a_week_is_told_number_for_number_as_on_the_command_line(told: Document, document: Document) -> None:
    assert (told["who"], told["week"], told["total"]) == ("shop 3", WEEK, len(document["decisions"]))
    assert told["total"] > 20
    without = [{name: value for name, value in one.items() if name != "picture"} for one in told["decisions"]]
    assert without == [as_typed(one) for one in document["decisions"]]


def test_every_weighty_decision_has_the_picture_of_the_page(told: Document, document: Document) -> None:
    drawn = {place: one["picture"] for place, one in enumerate(told["decisions"]) if one["picture"]}
    assert drawn == {
        picture["decision"]: {name: value for name, value in picture.items() if name != "decision"}
        for picture in document["figures"]
    }
    assert [one["routine"] for one in told["decisions"]] == [one["picture"] is None for one in told["decisions"]]


def test_a_waterfall_can_be_drawn_from_the_numbers_alone(told: Document) -> None:
    """The picture of plotly has the same steps, and they end at the total."""
    falls = [one for one in told["decisions"] if one["picture"] and one["parts"]]
    assert {one["kind"] for one in falls} >= {"QUOTE", "HANDOFF_RESPONSE"}
    for one in falls:
        (drawn,) = (trace for trace in one["picture"]["figure"]["data"] if trace["type"] == "waterfall")
        assert drawn["y"] == [*(part["label"] for part in one["parts"]), f"<b>{one['totalLabel']}</b>"]
        assert drawn["x"][:-1] == [part["amount"] for part in one["parts"]]
        assert sum(part["amount"] for part in one["parts"]) == pytest.approx(one["total"])
        terms = {term["name"]: term["contribution"] for term in one["terms"]}
        assert all(terms[part["term"]] == part["amount"] for part in one["parts"] if part["term"])
    (makes, *_) = (one for one in told["decisions"] if one["ways"])
    costs = [way["cost"] for way in makes["ways"]]
    assert min(cost for cost in costs if cost is not None) == pytest.approx(makes["value"])


def test_decisions_come_page_by_page_weighty_ones_or_routine_ones(ask: Ask, run: Document, document: Document) -> None:
    found = of_run(
        ask, run,
        f"""why(shop: {SHOP}, week: {WEEK}) {{ total weighty: total(routine: false) usual: total(routine: true)
            first: decisions(routine: false, limit: 2) {{ question }}
            second: decisions(routine: false, limit: 2, offset: 2) {{ question }}
            routine: decisions(routine: true, limit: 3) {{ question answer because }} }}""",
    )["why"]  # fmt: skip
    weighty = [one for one in document["decisions"] if not one["routine"]]
    routine = [one for one in document["decisions"] if one["routine"]]
    assert (found["weighty"], found["usual"]) == (len(weighty), len(routine))
    assert found["total"] == found["weighty"] + found["usual"]
    assert found["first"] + found["second"] == [{"question": one["question"]} for one in weighty[:4]]
    words = ("question", "answer", "because")
    assert found["routine"] == [{name: one[name] for name in words} for one in routine[:3]]


def test_everybody_who_decided_about_a_job_is_asked_where_only_the_job_is_named(
    ask: Ask, run: Document, document: Document
) -> None:
    job = next(one["job"] for one in document["decisions"] if one["kind"] == "QUOTE")
    found = of_run(ask, run, f'why(week: {WEEK}, job: "{job}") {{ who decisions(limit: 100) {{ who answer job }} }}')
    documents, question = asked(run, week=WEEK, job=job)
    same = explain_job(*documents, **question, figures=False)["decisions"]
    assert found["why"]["who"] == "everybody" and len({one["who"] for one in same}) > 2
    assert found["why"]["decisions"] == [{name: one[name] for name in ("who", "answer", "job")} for one in same]


@pytest.mark.parametrize("side", ["shop", "buyer"])
def test_weeks_are_counted_as_on_the_command_line(ask: Ask, run: Document, side: str) -> None:
    text = operation("ShopWeeks").replace("weeksOf(shop:", f"weeksOf({side}:")
    found = ask(text, run=run["key"], shop=SHOP)["run"]["weeksOf"]
    documents, question = asked(run, **{side: SHOP})
    weeks = shop_weeks(*documents, **question)["by_week"]
    assert len(weeks) > 40
    counted = ("no_bids", "declined", "makers", "others")
    for week in weeks:
        week |= {name: [{"name": key, "count": count} for key, count in week[name].items()] for name in counted}
    assert found == as_schema(weeks)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("why(shop: 99, week: 3) { total }", "shop: expected 0 to 13"),
        ("why(shop: 1, week: 99) { total }", "week: expected 0 to 59"),
        ("why(shop: 1, buyer: 1, week: 9) { total }", "shop and buyer: expected one of them"),
        ('why(shop: 1, week: 9, kinds: ["award"]) { total }', "kind: expected a kind of decision of a shop"),
        ("why(shop: 1, week: 9) { decisions(limit: 0) { answer } }", "limit: expected 1 to 100; found 0"),
        ("why(shop: 1, week: 9) { decisions(offset: -1) { answer } }", "offset: expected 0 or more; found -1"),
        ("weeksOf { week }", "shop and buyer: expected one of them"),
        ("weeksOf(buyer: 8) { week }", "buyer: expected 0 to 7"),
    ],
)
def test_a_question_about_nothing_is_refused_in_words(answer: Ask, run: Document, fields: str, words: str) -> None:
    found = answer(f"query ($key: ID!) {{ run(key: $key) {{ {fields} }} }}", key=run["key"])
    assert found.errors[0].extensions["code"] == "BAD_USER_INPUT"
    assert re.match(re.escape(words), found.errors[0].message)


def test_a_page_is_paid_for_by_its_length_and_living_through_the_run_comes_on_top(answer: Ask, run: Document) -> None:
    def cost(name: str, **variables: Any) -> int:
        found = answer(operation(name), run=run["key"], shop=99, **variables)  # refused, but not for its cost
        return int(found.extensions["cost"]["requested"])

    one, two, usual = (cost("WhyShopWeek", week=1, limit=limit) for limit in (1, 2, 50))
    each = two - one
    assert (one - each, usual) == (501 + 1, 501 + 1 + 50 * each)
    assert 501 < cost("ShopWeeks") < 10_000
    dear = answer(operation("WhyShopWeek"), run=run["key"], shop=SHOP, week=1, limit=100)
    assert dear.errors[0].extensions["code"] == "COST_LIMIT_EXCEEDED"
