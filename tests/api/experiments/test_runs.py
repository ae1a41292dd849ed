"""Single runs over GraphQL: figures, curves, rows page by page."""

import math
from typing import Any

import pytest
from tests.api.experiments.small_experiment import WEEKS, Ask, of_run, task

from handoff_experiments.evaluation import evaluate
from handoff_sim.run import simulate


def test_runs_are_a_connection_with_filters(ask: Ask, experiment: str) -> None:
    read = """query ($id: ID!, $after: String, $role: String) { experiment(id: $id) {
        runs(first: 3, after: $after, role: $role) {
            total pageInfo { hasNextPage hasPreviousPage endCursor }
            edges { cursor node { role policy position } } } } }"""
    seen: list[tuple[str, str, int]] = []
    after = None
    while True:
        page = ask(read, id=experiment, after=after)["experiment"]["runs"]
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        seen += [(each["node"]["role"], each["node"]["policy"], each["node"]["position"]) for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["total"]
    assert {role for role, _, _ in seen} == {"arm", "null", "yardstick", "twin"}
    assert {policy for role, policy, _ in seen if role == "yardstick"} == {"frictionless"}
    assert ask(read, id=experiment, role="arm")["experiment"]["runs"]["total"] == 4


def test_figures_and_curves_are_those_of_the_run(ask: Ask, run: dict[str, Any]) -> None:
    told = of_run(ask, run, "metrics { code value } series { name values } weeks launchWeek failure")
    made = evaluate(task(run))
    assert {each["code"]: each["value"] for each in told["metrics"]} == {
        code: None if math.isnan(value) else value for code, value in made.metrics.items()
    }
    curve = next(each["values"] for each in told["series"] if each["name"] == "members")
    assert curve == made.series["members"].tolist()
    assert (told["weeks"], told["launchWeek"], told["failure"]) == (WEEKS, made.launch, None)


def test_ledger_and_events_are_read_page_by_page(ask: Ask, run: dict[str, Any]) -> None:
    made = simulate(task(run).world, task(run).policy, seed=int(run["seed"]), weeks=WEEKS, keep_events=True)
    assert made.events_sha256 == run["eventsHash"]
    told = of_run(
        ask, run,
        'entries(limit: 5, offset: 10) { total offset rows { week payer payee cents category } } '
        'events(kinds: ["AWARD"], weekFrom: 3, weekTo: 9, limit: 2) { total rows { kind week text } } '
        'shops(sort: "machines", descending: true) { total rows { number machines size } } '
        "buyers { total rows { number buyerClass } }",
    )  # fmt: skip
    entries, events = made.entries(), made.events()
    assert told["entries"]["total"] == len(entries)
    assert [each["cents"] for each in told["entries"]["rows"]] == entries["cents"][10:15].tolist()
    awards = events[(events["kind"] == "AWARD") & events["week"].between(3, 9)]
    assert told["events"]["total"] == len(awards) > 2
    machines = [each["machines"] for each in told["shops"]["rows"]]
    assert machines == sorted(machines, reverse=True) and len(machines) == told["shops"]["total"] == 14
    assert told["buyers"]["total"] == 8


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ('events(kinds: ["AWRD"]) { total }', "AWARD"),
        ("entries(limit: 1000) { total }", "1 to 100"),
        ('shops(sort: "luck") { total }', "luck"),
    ],
)
def test_a_question_about_what_is_not_there_is_told_so(
    answer: Ask, run: dict[str, Any], asked: str, words: str
) -> None:
    found = answer(f"query ($key: ID!) {{ run(key: $key) {{ {asked} }} }}", key=run["key"])
    assert found.errors[0].extensions["code"] == "BAD_USER_INPUT"
    assert "expected" in found.errors[0].message and words in found.errors[0].message


def test_a_twin_cannot_be_lived_through_again_and_says_so(ask: Ask, answer: Ask, experiment: str) -> None:
    read = (
        'query ($id: ID!) { experiment(id: $id) { runs(role: "twin", first: 1) { edges { node { run { key } } } } } }'
    )
    key = ask(read, id=experiment)["experiment"]["runs"]["edges"][0]["node"]["run"]["key"]
    found = answer("query ($key: ID!) { run(key: $key) { shops { total } } }", key=key)
    assert "a twin of X4" in found.errors[0].message
