"""Single runs over GraphQL: figures, curves, rows page by page, why a shop said no, and where a job's lives part."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from handoff_experiments.evaluation import evaluate
from handoff_experiments.recording import explain_week, follow_job
from handoff_experiments.tasks import Task
from handoff_scenarios.catalogue import policy, world
from handoff_sim.run import simulate

Ask = Callable[..., Any]
WEEKS = 60
START = """mutation { startComparison(input: {world: {name: "workshop"}, policies: [{name: "enforceable_trust"}],
    pairs: 2, weeks: 60, seed: 3}) { ... on Asked { experiment { id } } } }"""


@pytest.fixture(scope="module")
def experiment(ask: Ask, watch: Callable[[str], Any]) -> str:
    wanted = str(ask(START)["startComparison"]["experiment"]["id"])
    watch(wanted)
    return wanted


@pytest.fixture(scope="module")
def run(ask: Ask, experiment: str) -> dict[str, Any]:
    """Key and seed of the policy's first run."""
    read = """query ($id: ID!) { experiment(id: $id) { runs(first: 1, role: "arm", policy: "enforceable_trust") {
        edges { node { run { key seed eventsHash } } } } } }"""
    return dict(ask(read, id=experiment)["experiment"]["runs"]["edges"][0]["node"]["run"])


def of_run(ask: Ask, run: dict[str, Any], fields: str) -> Any:
    return ask(f"query ($key: ID!) {{ run(key: $key) {{ {fields} }} }}", key=run["key"])["run"]


def task(run: dict[str, Any]) -> Task:
    return Task(world=world("workshop"), policy=policy("enforceable_trust"), seed=int(run["seed"]), weeks=WEEKS)


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


def test_why_is_that_of_the_command_line(ask: Ask, run: dict[str, Any]) -> None:
    told = of_run(ask, run, "why(shop: 2, week: 30)")["why"]
    known = task(run)
    asked: dict[str, Any] = {"seed": known.seed, "weeks": WEEKS, "shop": 2, "week": 30}
    assert told == explain_week(known.world, known.policy, **asked)
    assert told["decisions"]


def test_a_job_is_followed_under_both_policies(ask: Ask, experiment: str, run: dict[str, Any]) -> None:
    read = """query ($id: ID!, $job: String) { experiment(id: $id) {
        follow(policy: "enforceable_trust", job: $job) } }"""
    assert ask(read, id=experiment)["experiment"]["follow"]["format"] == "handoff-telling-jobs-1"
    awarded = of_run(ask, run, 'events(kinds: ["AWARD"], limit: 1, weekFrom: 40) { rows { job } }')
    job = awarded["events"]["rows"][0]["job"]
    told = ask(read, id=experiment, job=job)["experiment"]["follow"]
    known = task(run)
    assert told == follow_job(known.world, policy("phone_book"), known.policy, seed=known.seed, weeks=WEEKS, job=job)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("why(shop: 99, week: 3) ", "shop"),
        ("why(shop: 1, week: 99)", "week"),
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
