"""Questions as data: checked before anything runs, answered with known effects, and never asked twice for nothing."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from handoff_experiments.compare import compare
from handoff_experiments.comparison import Stopped
from handoff_experiments.questions import ask, question, questions
from handoff_experiments.questions.document import HERE, checked
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.store import open_store
from handoff_experiments.tasks import RunSummary, Task
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, set_paths

TAKE = {0.0: 0.0, 0.1: -30.0, 0.2: -45.0}  # what a level adds to profit, by construction
QUOTES = {3: 6.0, 8: 0.0}
TOY: dict[str, Any] = {
    "name": "toy",
    "number": "E99",
    "title": "A toy",
    "question": "What do the take and the quotes add?",
    "source": "made up",
    "policy": "enforceable_trust",
    "metrics": ["S1", "S3"],
    "would_change_it": "Other numbers.",
    "factors": [
        {"name": "take", "path": "payout.take", "values": list(TAKE)},
        {"name": "quotes", "path": "routing.quotes_per_rfq", "values": list(QUOTES)},
    ],
    "full": {"pairs": 12, "worlds": ["default"]},
    "quick": {"pairs": 3, "worlds": ["workshop", "default"]},
}


def toy(**said: Any) -> FactorialQuestion:
    found = checked({**TOY, **said}, file="toy.toml")
    assert isinstance(found, FactorialQuestion)
    return found


def linear(task: Task) -> RunSummary:
    """A run whose profit is luck of the seed, the level effects, and a little noise of its own."""
    luck = np.random.default_rng(task.seed)
    shared = luck.normal(0.0, 100.0)
    own = np.random.default_rng([task.seed % 2**32, int(task.policy.content_hash[:8], 16)]).normal(0.0, 1.0)
    network = task.policy.network
    added = TAKE[task.policy.payout.take] + QUOTES[task.policy.routing.quotes_per_rfq] if network else 0.0
    return RunSummary(
        policy=task.policy.name,
        policy_hash=task.policy.content_hash,
        world_hash=task.world.content_hash,
        model_version="toy",
        events_sha256=f"{task.seed} {task.policy.content_hash}",
        seed=task.seed,
        metrics={"S1": 500.0 + shared + added + own, "S3": 2.0},
        shops={"profit_per_machine_week": np.zeros(3), "size": np.zeros(3, np.int64)},
    )


@pytest.mark.parametrize("name", questions())
def test_every_question_of_the_catalogue_is_whole(name: str) -> None:
    asked = question(name)
    assert asked.name == name
    assert asked.plan("full").runs > asked.plan("quick").runs
    assert asked.expected is not None


def test_questions_come_in_the_order_of_their_numbers() -> None:
    assert questions() == (
        "calibration", "payment", "record", "downside", "evidence", "start", "behaviour", "claim", "motivations",
        "capture", "robustness", "sensitivity", "breadth", "region", "collapse",
    )  # fmt: skip


def test_known_effects_are_found_and_luck_cancels() -> None:
    found = ask(toy(), workers=1, perform=linear)
    effects = {(effect.factor, effect.level): effect for effect in found.worlds[0].effects if effect.metric == "S1"}
    for factor, truth in (("take", TAKE), ("quotes", QUOTES)):
        average = sum(truth.values()) / len(truth)
        for level, added in truth.items():
            effect = effects[factor, f"{factor} {level:g}"]
            assert effect.low < added - average < effect.high
            assert effect.high - effect.low < 4.0  # a hundredth of the luck that the seeds share
    assert list(effects) == [
        *(("take", f"take {level:g}") for level in TAKE),
        *(("quotes", f"quotes {level}") for level in QUOTES),
    ]
    best = found.worlds[0].ranked("S1")[0]
    assert best.policy == "take 0, quotes 3"
    first, second = found.sentences()
    assert "of 6 combinations, “take 0, quotes 3” does best for shop profit per machine-week, +$" in first
    assert second.startswith("take moves it most: −$") and " with 0.2, +$25 per machine-week with 0," in second
    assert second.endswith("levels can be told apart of take and quotes.")


def test_a_metric_that_nothing_moves_is_told_apart_by_nothing() -> None:
    effects = ask(toy(), workers=1, perform=linear).effects()
    still = effects[effects["metric"] == "S3"]
    assert (still["effect"] == 0.0).all()
    assert (still["low"] <= 0.0).all() and (still["high"] >= 0.0).all()


def test_effects_that_are_none_are_found_no_more_often_than_stated() -> None:
    def luck_only(task: Task) -> RunSummary:
        run = linear(task)
        noise = np.random.default_rng([task.seed % 2**32, int(task.policy.content_hash[8:16], 16)]).normal(0.0, 50.0)
        return RunSummary(**{**vars(run), "metrics": {"S1": noise, "S3": 2.0}})

    wrong = 0
    for seed in range(60):
        effects = ask(toy(seed=seed, metrics=["S1"]), workers=1, perform=luck_only).worlds[0].effects
        wrong += any(not effect.low <= 0.0 <= effect.high for effect in effects)
    assert wrong <= 60 * 0.05 + 3 * math.sqrt(60 * 0.05 * 0.95)


def test_each_world_is_answered_and_the_answer_is_plain_data() -> None:
    found = ask(toy(), size="quick", workers=1, perform=linear)
    assert [world.world for world in found.worlds] == ["workshop", "default"]
    assert found.complete
    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert document["format"] == "handoff-answer-1"
    assert len(document["combinations"]) == 2 * 6 * 2
    assert set(document["results"]) == {"workshop", "default"}
    assert len(found.figures()) == 2
    assert "take 0.1" in found.figures()[0].layout.meta["alt"]


def test_a_factor_of_the_world_makes_worlds() -> None:
    factors = [*TOY["factors"], {"name": "demand", "of": "world", "path": "demand.level", "values": [0.7, 0.8]}]
    quick = {"pairs": 2, "worlds": ["workshop"]}
    found = ask(toy(factors=factors, quick=quick), size="quick", workers=1, perform=linear)
    assert sorted(world.world for world in found.worlds) == ["workshop: demand 0.7", "workshop: demand 0.8"]
    assert {tuple(world.points) for world in found.worlds} == {tuple(found.worlds[0].points)}


def test_a_combination_is_the_policy_it_says(tmp_path: Path) -> None:
    small = {"pairs": 2, "weeks": 30, "worlds": ["workshop"]}
    factors = [{"name": "take", "path": "payout.take", "values": [0.0, 0.1]}]
    found = ask(toy(quick=small, factors=factors, metrics=["S1"]), size="quick", workers=1).worlds[0]
    file = tmp_path / "dear.toml"
    file.write_text('base = "enforceable_trust"\n[payout]\ntake = 0.1\n', encoding="utf-8")
    by_hand = compare("workshop", [str(file)], pairs=2, weeks=30, metrics=["S1"], unilateral=False, workers=1)
    contrast = found.comparison.contrast("take 0.1", "S1")
    expected = by_hand.contrast("dear", "S1")
    assert contrast is not None and expected is not None
    assert contrast.difference == expected.difference


def test_arms_are_policies_of_their_own_crossed_with_the_factors() -> None:
    arms = [
        {"name": "as it is", "policy": "tools_only"},
        {"name": "dear", "sets": {"payout.take": 0.1}},  # of the question's policy
    ]
    asked = toy(arms=arms, factors=TOY["factors"][1:])
    made = {each.document.name: each.document for each in asked.combinations("full")}
    assert set(made) == {f"{arm}, quotes {quotes}" for arm in ("as it is", "dear") for quotes in QUOTES}
    assert made["dear, quotes 8"].payout.take == 0.1
    assert made["as it is, quotes 8"].routing.quotes_per_rfq == 8
    alone = toy(arms=arms, factors=[])
    assert [each.document.name for each in alone.combinations("full")] in (["as it is", "dear"], ["dear", "as it is"])
    found = ask(
        toy(arms=[{"name": "free", "sets": {"payout.take": 0.0}}, arms[1]], factors=[]),
        workers=1,
        perform=linear_in_take,
    )
    assert {effect.level: round(effect.effect) for effect in found.worlds[0].effects if effect.metric == "S1"} == {
        "free": 15, "dear": -15,
    }  # fmt: skip


def linear_in_take(task: Task) -> RunSummary:
    """As `linear`, whatever the quotes."""
    take = TAKE[task.policy.payout.take] if task.policy.network else 0.0
    metrics = {"S1": task.seed % 97 + take, "S3": 0.0}
    return replace(linear(without_quotes(task)), policy=task.policy.name, metrics=metrics)


def without_quotes(task: Task) -> Task:
    return replace(task, policy=set_paths(task.policy, {"routing.quotes_per_rfq": 3}))


def test_a_lattice_is_one_more_factor_whose_mixes_add_up_to_one() -> None:
    weights = tuple(catalogue.policy("enforceable_trust").plain()["reputation"]["w"])
    paths = [f"reputation.w.{name}" for name in weights]
    design = {"kind": "lattice", "name": "mix", "paths": paths, "parts": 2}
    asked = toy(design=design, factors=TOY["factors"][1:])
    made = asked.combinations("full")
    assert len(made) == 21 * 2 == asked.plan("full").combinations
    chosen = [each.document.plain()["reputation"]["w"] for each in made]
    assert {sum(each[name] for name in weights) for each in chosen} == {1.0}
    assert "bind_time 0.5 + quality 0.5" in {each.levels["mix"] for each in made}


def test_a_part_of_the_combinations_finds_the_same_effects_and_says_what_it_mixes() -> None:
    door = {"name": "door", "path": "routing.front_door", "values": [True, False]}
    asked = toy(factors=[*TOY["factors"], door], design={"kind": "fractional", "reduction": 2})
    found = ask(asked, workers=1, perform=linear)
    assert asked.plan("full").combinations == len(found.worlds[0].points) == 6
    effects = {(effect.factor, effect.level): effect for effect in found.worlds[0].effects if effect.metric == "S1"}
    for level, added in TAKE.items():
        effect = effects["take", f"take {level:g}"]
        assert effect.low < added - sum(TAKE.values()) / 3 < effect.high
    assert effects["door", "door: yes"].low <= 0.0 <= effects["door", "door: yes"].high
    assert any(said.startswith("6 of 12 combinations were run") for said in found.sentences())
    assert found.tables()["Interactions that effects are mixed with"]["effect of"].tolist() != []


def test_a_quick_size_may_have_a_design_of_its_own() -> None:
    door = {"name": "door", "path": "routing.front_door", "values": [True, False]}
    quick = {**TOY["quick"], "design": {"kind": "fractional", "reduction": 2}}
    asked = toy(factors=[*TOY["factors"], door], quick=quick)
    assert (asked.plan("full").combinations, asked.plan("quick").combinations) == (12, 6)


@pytest.mark.parametrize(("half_width", "pairs", "why"), [(5.0, 8, Stopped.PRECISE), (0.01, 30, Stopped.LIMIT)])
def test_a_precision_ends_at_the_first_look_that_reaches_it(half_width: float, pairs: int, why: Stopped) -> None:
    full = {"pairs": 30, "worlds": ["default"], "precision": {"metric": "S1", "half_width": half_width}}
    comparison = ask(toy(full=full), workers=1, perform=linear).worlds[0].comparison
    assert (comparison.look.pairs, comparison.stopped) == (pairs, why)
    assert [look.pairs for look in comparison.question.looks] == [8, 12, 18, 30]
    found = comparison.contrast("take 0, quotes 3", "S1")
    at_once = ask(toy(full={"pairs": pairs, "worlds": ["default"]}), workers=1, perform=linear)
    fixed = at_once.worlds[0].comparison.contrast("take 0, quotes 3", "S1")
    assert found.difference == fixed.difference
    assert found.high - found.low > fixed.high - fixed.low  # looking several times costs width
    assert (found.high - found.low <= 2 * half_width) == (why is Stopped.PRECISE)


def test_expected_directions_are_told_beside_what_came_out() -> None:
    demand = {"name": "demand", "of": "world", "path": "demand.level", "values": [0.7, 0.8]}
    direction = {"take": "lower", "quotes": "higher", "demand": "higher"}
    expected = {"text": "It costs.", "source": "made up", "direction": direction}
    asked = toy(factors=[*TOY["factors"], demand], expected=expected, full={"pairs": 6, "worlds": ["workshop"]})

    def richer(task: Task) -> RunSummary:
        run = linear(task)
        return replace(run, metrics={**run.metrics, "S1": run.metrics["S1"] + 1000 * task.world.demand.level})

    found = {each.factor: each for each in ask(asked, workers=1, perform=richer).directions()}
    assert {factor: each.verdict for factor, each in found.items()} == {
        "take": "as expected", "quotes": "against it", "demand": "as expected",
    }  # fmt: skip
    assert found["take"].low < -45.0 < found["take"].high
    assert found["quotes"].low < -6.0 < found["quotes"].high
    assert found["demand"].difference == pytest.approx(100.0)


def test_a_world_that_fails_is_reported_and_stops_no_other(tmp_path: Path) -> None:
    def fails_in_workshop(task: Task) -> RunSummary:
        if task.world.population.shops == catalogue.world("workshop").population.shops and task.policy.network:
            raise ArithmeticError("no shops today")
        return linear(task)

    found = ask(toy(), size="quick", workers=1, perform=fails_in_workshop)
    assert [world.world for world in found.worlds] == ["default"]
    assert not found.complete
    (failure,) = found.failures
    assert failure.startswith("workshop: take ") and "no shops today" in failure
    assert any(said.startswith("In workshop: no answer; ") for said in found.sentences())
    assert any(said.startswith("In default, over 3 pairs") for said in found.sentences())
    assert found.to_json()["failures"] == [failure]


def test_one_broken_run_is_named_and_the_rest_is_read() -> None:
    def fails_once(task: Task) -> RunSummary:
        if task.policy.name == "take 0.1, quotes 3" and task.seed == seeds[1]:
            raise ArithmeticError("once")
        return linear(task)

    seeds = replication_seeds(1, 12)
    found = ask(toy(), workers=1, perform=fails_once)
    assert found.complete
    (failure,) = found.failures
    assert failure.startswith(f"default: take 0.1, quotes 3, seed {seeds[1]}: ")
    assert {effect.pairs for effect in found.worlds[0].effects} == {11}


def test_the_plan_is_what_is_run() -> None:
    made: list[int] = []

    def counted(task: Task) -> RunSummary:
        made.append(task.seed)
        return linear(task)

    for size in ("full", "quick"):
        made.clear()
        asked = toy()
        ask(asked, size=size, workers=1, perform=counted)
        null = {"full": 4, "quick": 2 * 3}[size]
        assert asked.plan(size).runs == len(made) - null


def test_what_was_run_is_not_run_again(tmp_path: Path) -> None:
    made: list[int] = []

    def counted(task: Task) -> RunSummary:
        made.append(task.seed)
        return linear(task)

    with open_store(str(tmp_path / "kept.db"), model_version="toy") as store:
        first = ask(toy(), workers=1, perform=counted, kept=store.runs)
        before = len(made)
        again = ask(toy(), workers=1, perform=counted, kept=store.runs)
    assert before == 12 * 7 + 4
    assert len(made) - before == 4  # the null, which is never looked up
    assert again.to_json()["results"] == first.to_json()["results"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"policy": "enforceable_trsut"}, "enforceable_trust"),
        ({"metrics": ["S99"]}, "S99"),
        ({"metrics": []}, "metrics"),
        ({"surprise": 1}, "surprise"),
        ({"factors": [{"name": "take", "path": "payout.take", "values": [0.0, 0.9]}]}, "payout.take"),
        ({"factors": [{"name": "take", "path": "payout.tkae", "values": [0.0, 0.1]}]}, "payout.tkae"),
        ({"factors": [{"name": "take", "path": "payout.take", "values": [0.1]}]}, "two levels or more"),
        ({"factors": [{"name": "take", "path": "payout.take"}]}, "a path with values, or levels"),
        ({"factors": [{"name": "take", "path": "payout.take", "range": [0.0, 0.2]}]}, "a sweep takes a range"),
        ({"factors": [*TOY["factors"], TOY["factors"][0]]}, "names of their own"),
        ({"kind": "factorail"}, "kind: expected one of factorial"),
        ({"desing": {}}, "desing: expected one of design"),
        ({"full": {"pairs": 2, "worlds": ["default"], "weks": 3}}, "full.weks: expected one of weeks"),
        ({"design": {"kind": "lattice", "path": []}}, "design.lattice.path: expected one of paths"),
        ({"design": {"kind": "halved"}}, "design.kind: expected one of full, fractional, lattice"),
        ({"design": {"kind": "fractional", "reduction": 9}}, "design.reduction: expected a smaller reduction"),
        ({"design": {"kind": "lattice", "paths": ["reputation.w.bnd", "payout.take"], "parts": 2}}, "reputation.w.bnd"),
        ({"policy": ""}, "a policy, or arms"),
        ({"arms": [{"name": "one"}]}, "two arms or more"),
        ({"arms": [{"name": "one"}, {"name": "one", "sets": {"payout.take": 0.1}}]}, "two arms or more"),
        (
            {"arms": [{"name": "one"}, {"name": "phone_book"}]},
            "arms.name: expected a name other than that of the baseline",
        ),
        ({"pictures": ["efects"]}, "pictures: expected one of effects"),
        ({"quick": {**TOY["quick"], "precision": {"metric": "S2", "half_width": 1.0}}}, "quick.precision.metric"),
        ({"expected": {"text": "x", "source": "y", "direction": {"tke": "lower"}}}, "expected.direction: .* take"),
        ({"quick": {"pairs": 1, "worlds": ["workshop"]}}, "quick.pairs"),
        ({"quick": {"pairs": 2, "worlds": ["wrkshop"]}}, "workshop"),
        (
            {"factors": [{"name": "take", "path": "payout.take", "values": [n / 2500 for n in range(501)]}]},
            "at most 500 combinations",
        ),
    ],
)
def test_a_question_with_faults_is_refused_before_anything_runs(said: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError, match=told if ".*" in told else re.escape(told)):
        toy(**said)


def test_a_fault_of_many_combinations_is_told_once() -> None:
    factors = [TOY["factors"][0], {"name": "quotes", "path": "routing.quotes", "values": [1, 2, 3]}]
    with pytest.raises(DocumentError) as refused:
        toy(factors=factors)
    (problem,) = refused.value.problems
    assert " and 8 more).routing.quotes" in problem.path and "quotes_per_rfq" in problem.options


def test_an_unknown_name_comes_with_the_closest(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"record.*found \"recrod\""):
        question("recrod")
    broken = tmp_path / "broken.toml"
    broken.write_text("= 1", encoding="utf-8")
    with pytest.raises(DocumentError, match="a TOML file"):
        question(str(broken))


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = (HERE / "record.toml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    title = question(str(file)).title
    file.write_text(text.replace(title, "Another title"), encoding="utf-8")
    assert question(str(file)).title == "Another title"


def test_called_off_before_a_world_is_finished_it_says_so() -> None:
    def interrupted(_: Task) -> RunSummary:
        raise KeyboardInterrupt

    fail: Callable[[Task], RunSummary] = interrupted
    with pytest.raises(KeyboardInterrupt):
        ask(toy(), workers=1, perform=fail)
