"""Why and follow as plain data: the same numbers as the command line, from a worker, with pictures."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.following.document import read_following, read_ranking
from handoff_experiments.recording import explain_job, explain_week, follow_job, shop_weeks, telling_jobs
from handoff_web import cli

Answer = dict[str, Any]
Command = Callable[..., Answer]
OWN = ("figures", "told")  # what the command line does not print


@pytest.fixture
def printed(town: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """What ``handoff ... --json -`` prints, with the town's settings."""

    def run(*arguments: str) -> Answer:
        settings = [word for setting in town.eager for word in ("--set", setting)]
        asked = ["handoff", *arguments, "--seed", str(town.seed), "--weeks", str(town.weeks), *settings, "--json", "-"]
        monkeypatch.setattr("sys.argv", asked)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert stop.value.code in (0, None), capsys.readouterr().err
        document: Answer = json.loads(capsys.readouterr().out)
        assert document["settings"] == list(town.eager)
        return document | {"settings": []}  # as documents, the town is changed already

    return run


def without(document: Answer) -> Answer:
    return {name: value for name, value in document.items() if name not in OWN}


def is_plain(document: Answer) -> bool:
    return bool(json.loads(json.dumps(document, allow_nan=False)) == document)


@pytest.fixture
def why(town: Any, worker: ProcessPoolExecutor) -> Command:
    """`explain_week` in a worker."""

    def ask(policy: Any = None, **question: Any) -> Answer:
        asked = {"seed": town.seed, "weeks": town.weeks, "week": 30} | question
        answer: Answer = worker.submit(explain_week, town.world, policy or town.trust, **asked).result()
        return answer

    return ask


@pytest.fixture(scope="module")
def ranking(town: Any, worker: ProcessPoolExecutor) -> Answer:
    asked = {"seed": town.seed, "weeks": town.weeks, "top": 5}
    answer: Answer = worker.submit(telling_jobs, town.world, town.phone, town.directory, **asked).result()
    return answer


@pytest.fixture(scope="module")
def followed(town: Any, worker: ProcessPoolExecutor, ranking: Answer) -> Answer:
    asked = {"seed": town.seed, "weeks": town.weeks, "job": ranking["telling"][0]["job"]}
    answer: Answer = worker.submit(follow_job, town.world, town.phone, town.directory, **asked).result()
    return answer


def test_a_week_is_explained_as_on_the_command_line(why: Command, printed: Command) -> None:
    found = why(shop=4)
    assert is_plain(found) and found["decisions"]
    assert without(found) == printed("why", "workshop", "enforceable_trust", "--shop", "4", "--week", "30")


def test_kinds_a_job_and_a_buyer_narrow_it_down_as_on_the_command_line(why: Command, printed: Command) -> None:
    ask = ("why", "workshop", "enforceable_trust", "--week", "30")
    quotes = why(shop=4, kinds=["quote"])
    assert without(quotes) == printed(*ask, "--shop", "4", "--kind", "quote")
    job = quotes["decisions"][0]["job"][:9]
    assert without(why(shop=4, job=job)) == printed(*ask, "--shop", "4", "--job", job)
    assert without(why(buyer=2)) == printed(*ask, "--buyer", "2")


def test_every_weighty_decision_has_its_picture(why: Command) -> None:
    found = why(shop=4)
    names = [picture["name"] for picture in found["figures"]]
    weighty = [place for place, one in enumerate(found["decisions"]) if not one["routine"]]
    assert names == [f"why-{place}" for place in weighty] and len(weighty) < len(found["decisions"])
    assert [picture["decision"] for picture in found["figures"]] == weighty
    for picture in found["figures"]:
        decision = found["decisions"][picture["decision"]]
        assert decision["question"] in picture["title"] and picture["alt"].startswith(decision["question"])
        assert picture["figure"]["layout"]["title"]["text"]
    assert why(shop=4, figures=False)["figures"] == []


def test_only_the_weeks_up_to_the_one_asked_about_are_lived(why: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week has the same answer whatever the horizon, which a whole run would show by its number of weeks."""
    from handoff_sim.run import Simulation

    steps = []
    step = Simulation.step
    monkeypatch.setattr(Simulation, "step", lambda self: (steps.append(self.week), step(self))[1])
    short = explain_week("workshop", "enforceable_trust", seed=3, weeks=40, week=6, shop=4, figures=False)
    assert steps == list(range(7))
    long = explain_week("workshop", "enforceable_trust", seed=3, weeks=60, week=6, shop=4, figures=False)
    assert short["decisions"] == long["decisions"] and (short["weeks"], long["weeks"]) == (40, 60)


def test_weeks_are_counted_as_on_the_command_line(town: Any, worker: ProcessPoolExecutor, printed: Command) -> None:
    for side, number in (("shop", 4), ("buyer", 2)):
        asked = {"seed": town.seed, "weeks": town.weeks, side: number}
        found = worker.submit(shop_weeks, town.world, town.trust, **asked).result()
        assert is_plain(found) and len(found["by_week"]) > 20
        assert found == printed("why", "workshop", "enforceable_trust", f"--{side}", str(number))


def test_a_job_is_explained_by_everybody_who_decided_about_it(
    town: Any, worker: ProcessPoolExecutor, why: Command
) -> None:
    job = why(shop=4, kinds=["quote"])["decisions"][0]["job"]
    asked = {"seed": town.seed, "weeks": town.weeks, "week": 30, "job": job}
    found = worker.submit(explain_job, town.world, town.trust, **asked).result()
    assert is_plain(found) and (found["who"], found["job"]) == ("everybody", job) and "shop" not in found
    assert {one["job"] for one in found["decisions"]} == {job}
    by_who: dict[str, list[Answer]] = {}
    for one in found["decisions"]:
        by_who.setdefault(one["who"], []).append(one)
    assert {who.split()[0] for who in by_who} == {"shop", "buyer"}
    for who, decisions in by_who.items():
        side, number = who.split()
        assert why(**{side: int(number)}, job=job)["decisions"] == decisions


@pytest.mark.parametrize(
    ("question", "path", "expected", "found"),
    [
        ({"shop": 99}, "shop", "0 to 13 in workshop", "99"),
        ({"buyer": -1}, "buyer", "0 to 7 in workshop", "-1"),
        ({"shop": 4, "week": 45}, "week", "0 to 44, for the run has 45 weeks", "45"),
        ({"shop": 4, "weeks": 0}, "weeks", "at least 1", "0"),
        ({}, "shop and buyer", "one of them", "neither"),
        ({"shop": 1, "buyer": 1}, "shop and buyer", "one of them", "both"),
        ({"shop": 1, "job": "ffff-ffff-ffff"}, "job", "the name of a job asked for by then", "ffff-ffff-ffff"),
        ({"shop": 1, "kinds": ["award"]}, "kind", "a kind of decision of a shop, one of ", "award"),
    ],
)
def test_a_question_about_nothing_is_refused_through_the_worker(
    why: Command, question: Answer, path: str, expected: str, found: str
) -> None:
    with pytest.raises(BadQuestion) as refused:
        why(**question)
    bad = refused.value
    assert (bad.path, bad.found) == (path, found) and bad.expected.startswith(expected)
    if path in ("kind", "job", "shop and buyer"):
        assert bad.options


def test_a_job_is_followed_as_on_the_command_line(followed: Answer, printed: Command) -> None:
    same = printed("follow", "workshop", followed["job"], "--under", "phone_book", "directory")
    assert is_plain(followed) and without(followed) == same
    assert read_following(without(followed)).job == followed["job"]


def test_following_says_in_words_where_lives_part_and_why(followed: Answer) -> None:
    told = followed["told"]
    assert told["headline"] and f"part in week {followed['first']['week']}" in told["parting"][0]
    assert any(block["points"] for block in told["cause"]) and "moves" in told["money"]
    assert not any(line.startswith("•") for block in told["cause"] for line in (block["text"], *block["points"]))
    assert [step["step"] for step in told["steps"]][:2] == ["RFQ", "quotes"]
    assert all(step["same"] == (step["before"] == step["after"]) for step in told["steps"])
    assert sum(row["difference_cents"] for row in told["parties"]) == 0
    differences = [party["after_cents"] - party["before_cents"] for party in followed["moved"]]
    assert told["moved_cents"] == sum(map(abs, differences)) // 2
    assert [picture["name"] for picture in followed["figures"]] == ["paths", "ties"]
    assert all(picture["figure"]["data"] for picture in followed["figures"])


def test_telling_jobs_are_ranked_as_on_the_command_line(ranking: Answer, printed: Command) -> None:
    same = printed("follow", "workshop", "--under", "phone_book", "directory", "--most-different", "--top", "5")
    assert is_plain(ranking) and ranking == same
    assert len(read_ranking(ranking).telling) == 5


def test_an_unknown_job_is_refused_with_jobs_worth_following(
    town: Any, worker: ProcessPoolExecutor, ranking: Answer
) -> None:
    asked = {"seed": town.seed, "weeks": town.weeks, "job": "ffff-ffff-ffff"}
    with pytest.raises(BadQuestion, match="telling ones are") as refused:
        worker.submit(follow_job, town.world, town.phone, town.directory, **asked).result()
    assert refused.value.path == "job"
    assert refused.value.options == tuple(row["job"] for row in ranking["telling"][:3])


def test_two_policies_of_one_name_are_refused(town: Any) -> None:
    from handoff_sim.policy import apply_settings

    other = apply_settings(town.phone, {"payout.take": 0.3})
    with pytest.raises(BadQuestion, match="phone_book twice"):
        follow_job(town.world, town.phone, other, seed=1, weeks=5, job="1")
    with pytest.raises(BadQuestion, match="top: expected 1 to 1000; found 0"):
        telling_jobs(town.world, town.phone, town.trust, seed=1, weeks=5, top=0)
