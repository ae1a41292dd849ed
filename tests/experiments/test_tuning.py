"""A search finds known optima, keeps its constraints, repeats itself, and its second look does not flatter."""

import json
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.store import open_store
from handoff_experiments.tasks import Perform, RunSummary, Task, guarded
from handoff_experiments.tuning import TuningAnswer, TuningQuestion, tune, tuning_question
from handoff_experiments.tuning.estimating import Estimator
from handoff_experiments.tuning.evaluating import FEW, Kept
from handoff_experiments.tuning.futures import Futures
from handoff_experiments.tuning.policy_file import found_toml
from handoff_experiments.tuning.report import report
from handoff_experiments.tuning.study import BATCH, State, sampler_name
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, Policy, set_paths

Metrics = Callable[[Task], dict[str, float]]
PEAK = 0.12  # take at which the toy's profit is highest


def noise(task: Task, sd: float, *more: int) -> float:
    """Luck of a policy's own in one future."""
    key = [task.seed % 2**32, int(task.policy.content_hash[:8], 16), int(task.world.content_hash[:8], 16), *more]
    return float(np.random.default_rng(key).normal(0.0, sd))


def toy(metrics: Metrics) -> Perform:
    """A model whose metrics are a formula, plus luck that all policies share in a future."""

    def run(task: Task) -> RunSummary:
        shared = float(np.random.default_rng(task.seed).normal(0.0, 100.0))
        found = metrics(task)
        return RunSummary(
            policy=task.policy.name,
            policy_hash=task.policy.content_hash,
            world_hash=task.world.content_hash,
            model_version="toy",
            events_sha256=f"{task.seed} {task.policy.content_hash} {task.world.content_hash}",
            seed=task.seed,
            metrics={**found, "S1": shared + found["S1"]},
            shops={"profit_per_machine_week": np.zeros(3), "size": np.zeros(3, np.int64)},
        )

    return guarded(run)


def hill(task: Task) -> dict[str, float]:
    """Highest at a take of PEAK with merit routing; nobody pays the take without a network."""
    if not task.policy.network:
        return {"S1": 0.0, "S3": 5.0}
    far = 100 * (task.policy.payout.take - PEAK)
    merit = 20.0 if task.policy.routing.quotes_per_rfq == 2 else 0.0
    return {"S1": 50.0 - far**2 + merit + noise(task, 1.0), "S3": 100 * task.policy.payout.take}


def asked(**said: Any) -> TuningQuestion:
    given: dict[str, Any] = {
        "maximise": ["S1"],
        "vary": ["payout.take", "routing.quotes_per_rfq=1:4"],
        "trials": 40,
        "pairs": 4,
    }
    return tuning_question("workshop", "tools_only", **{**given, **said})


def searched(metrics: Metrics = hill, *, kept: Any = None, **said: Any) -> TuningAnswer:
    return tune(asked(**said), workers=1, perform=toy(metrics), kept=kept)


@pytest.fixture(scope="module")
def answer() -> TuningAnswer:
    """The search of the hill; never changed by a test."""
    return searched()


def test_a_known_optimum_is_found(answer: TuningAnswer) -> None:
    (winner,) = answer.found
    assert abs(winner.policy.payout.take - PEAK) < 0.02
    assert winner.policy.routing.quotes_per_rfq == 2
    assert winner.goals[0].verdict is Verdict.BETTER
    found = winner.goals[0].baseline.found
    truth = 70.0 - (100 * (winner.policy.payout.take - PEAK)) ** 2
    assert found.low < truth < found.high
    assert found.high - found.low < 5.0  # a hundredth of the luck that the seeds share


def test_the_answer_says_what_changed_and_what_it_is_worth(answer: TuningAnswer) -> None:
    first, worth, against, mattered = answer.sentences()
    assert first.startswith("In workshop, the search chose this over tools_only: The network would keep 1")
    assert "An RFQ would ask for up to 2 quotes instead of 4." in first
    assert "Shop profit per machine-week against tools_only: the search promised +$" in worth
    assert "on 12 fresh seeds it is +$" in worth and "a change for the better" in worth
    assert against.startswith("Shop profit per machine-week against phone_book: promised +$")
    assert mattered.startswith("payout.take mattered most: ")


def test_the_answer_is_plain_data_tables_and_pictures(answer: TuningAnswer) -> None:
    document = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert document["format"] == "handoff-tuning-1"
    assert len(document["trials"]) == 40
    assert len(document["seeds"]) == 4 and len(document["fresh_seeds"]) == 12
    assert {len(table) for table in answer.tables().values()} == {3, 2, 40}
    assert "found" in answer.figures()[0].layout.meta["alt"]
    page = report(answer)
    assert "Promised and found" in page and "handoff tune workshop tools_only --maximise S1" in page


def test_the_start_is_the_first_trial(answer: TuningAnswer) -> None:
    first = answer.searched.trials[0]
    assert first.policy is not None
    assert first.policy.content_hash == answer.question.start.content_hash


def test_every_trial_has_the_same_seeds_and_none_has_the_fresh_ones() -> None:
    seeds: dict[str, list[int]] = {}

    def counted(task: Task) -> RunSummary:
        seeds.setdefault(task.policy.content_hash, []).append(task.seed)
        return toy(hill)(task)

    found = tune(asked(trials=12), workers=1, perform=counted)
    shown = {found.question.baseline, found.question.start, found.found[0].policy}
    again = {policy.content_hash for policy in shown}
    trials = [lived for policy, lived in seeds.items() if policy not in again]
    assert len(trials) >= 8
    assert {tuple(lived) for lived in trials} == {found.question.futures.seeds}
    assert {tuple(seeds[policy]) for policy in again} == {
        (*found.question.futures.seeds, *found.question.fresh_futures.seeds)
    }
    assert len(set(found.question.futures.seeds + found.question.fresh_futures.seeds)) == 4 + 12


def luck_only(task: Task) -> dict[str, float]:
    """No policy is better than another: each has luck of its own in each future."""
    return {"S1": noise(task, 10.0)}


def test_what_luck_alone_promised_is_not_found_again() -> None:
    """The winner's curse: always promised, found no more often than the stated error rate."""
    studies, alpha = 40, 0.2
    promised, missed, missed_in_the_search = [], 0, 0
    for seed in range(studies):
        found = searched(luck_only, seed=seed, trials=12, alpha=alpha, vary=["payout.take"])
        if found.found[0].policy.content_hash == found.question.start.content_hash:
            continue
        look = found.found[0].goals[0].start
        assert look is not None
        promised.append(look.promised)
        missed += not look.found.low <= 0.0 <= look.found.high
        width = (look.found.high - look.found.low) / 2 * math.sqrt(len(found.question.fresh_futures) / 4)
        missed_in_the_search += look.promised > width
    assert len(promised) > studies * 0.8
    assert min(promised) > 0.0
    assert np.mean(promised) > 5.0
    each = alpha / 3  # of the three intervals that such a search shows
    assert missed <= len(promised) * each + 3 * math.sqrt(len(promised) * each * (1 - each))
    assert missed_in_the_search > 3 * max(1, missed)


def test_the_second_look_counts_the_promise_as_luck() -> None:
    found = searched(luck_only, trials=30, vary=["payout.take"])
    look = found.found[0].goals[0].start
    assert look is not None
    assert look.shrunk == look.promised - look.found.mean > 0
    assert any("The promise was $" in sentence for sentence in found.sentences())


def test_constraints_are_kept_in_the_search_and_held_against_fresh_seeds() -> None:
    """Profit alone would take 12 %; quoting hours, a hundred times the take, allow 8 %."""
    found = searched(subject_to=["S3<=8"])
    (winner,) = found.found
    assert 0.07 < winner.policy.payout.take <= 0.08
    assert [one.kept for one in winner.constraints] == [Kept.HOLDS]
    assert any(not trial.feasible for trial in found.searched.trials)
    tight = searched(subject_to=["S3<=baseline"])  # 5 hours
    assert tight.found[0].policy.payout.take <= 0.05


def test_what_no_policy_meets_is_said() -> None:
    found = searched(subject_to=["S3<=-1"], trials=12)
    (nearest,) = found.found
    assert not found.searched.feasible
    assert nearest.policy.payout.take == min(trial.settings["payout.take"] for trial in found.searched.trials)
    assert [one.kept for one in nearest.constraints] == [Kept.FAILS]
    assert found.sentences()[0].startswith("No trial met S3<=-1 in the search")


def test_a_bound_that_luck_decides_is_undecided() -> None:
    def coin(task: Task) -> dict[str, float]:
        return {**hill(task), "S3": noise(task, 1.0)}

    found = searched(coin, subject_to=["S3<=0"], trials=12)
    assert [one.kept for one in found.found[0].constraints] == [Kept.UNDECIDED]


def test_contradictions_are_told_not_run_and_not_counted() -> None:
    owners = "governance.repeat_owner=originator,originator_royalty"  # a royalty of 0 contradicts the second
    found = searched(trials=10, vary=["payout.take", owners])
    contradictions = [trial for trial in found.searched.trials if trial.state is State.CONTRADICTION]
    assert contradictions and all("payout.royalty" in trial.why for trial in contradictions)
    assert all(trial.policy is None for trial in contradictions)
    assert len(found.searched.tried) == 10
    assert any("contradict themselves" in sentence for sentence in found.sentences())


def test_a_trial_that_breaks_does_not_stop_the_search() -> None:
    def fragile(task: Task) -> dict[str, float]:
        if task.policy.payout.take > 0.3:
            raise RuntimeError("the machine is on fire")
        return hill(task)

    found = searched(fragile, trials=20)
    broken = [trial for trial in found.searched.trials if trial.state is State.BROKEN]
    assert broken and all("the machine is on fire" in trial.why for trial in broken)
    assert len(found.searched.trials) == 20
    assert found.found[0].policy.payout.take <= 0.3


def test_an_interrupted_search_goes_on_and_ends_the_same(tmp_path: Path, answer: TuningAnswer) -> None:
    made = 0

    def stopped(task: Task) -> RunSummary:
        nonlocal made
        made += 1
        if made == 60:
            raise KeyboardInterrupt
        return toy(hill)(task)

    with open_store(str(tmp_path / "kept.db"), model_version="toy") as store:
        cut = tune(asked(), workers=1, perform=stopped, kept=store.runs)
        assert not cut.complete and cut.evaluated == ()
        assert 0 < len(cut.searched.trials) < 40
        assert cut.sentences()[0].startswith(f"Interrupted after {len(cut.searched.tried)} of 40 trials: nothing was")
        json.dumps(cut.to_json(), allow_nan=False), cut.figures(), report(cut)
        whole = tune(asked(), workers=1, perform=stopped, kept=store.runs)
        first = made
        again = tune(asked(), workers=1, perform=stopped, kept=store.runs)
    assert made == first  # all of it was kept
    assert whole.to_json()["result_sha256"] == answer.to_json()["result_sha256"]
    assert again.to_json()["result_sha256"] == answer.to_json()["result_sha256"]


def test_interrupted_before_a_trial_was_finished_there_is_no_answer() -> None:
    def stopped(task: Task) -> RunSummary:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune(asked(), workers=1, perform=stopped)


def test_the_number_of_workers_changes_nothing(answer: TuningAnswer) -> None:
    with ThreadPoolExecutor(3) as threads:
        found = tune(asked(), workers=3, executor=threads, perform=toy(hill))
    assert found.to_json()["result_sha256"] == answer.to_json()["result_sha256"]


def test_progress_ends_where_it_said() -> None:
    told: list[tuple[str, int, int]] = []
    tune(asked(trials=2 * BATCH), workers=1, perform=toy(hill), on_progress=lambda *each: told.append(each))
    last = {title: (done, total) for title, done, total in told}
    assert last == {"Searching": (40, 40), "Looking again, on fresh seeds": (36, 36)}


def trade(task: Task) -> dict[str, float]:
    """More take is more profit and more wasted hours: every take is in the Pareto set."""
    take = task.policy.payout.take if task.policy.network else 0.0
    return {"S1": 100 * take, "S3": 10 * take}


def test_a_pareto_set_is_looked_at_again_from_end_to_end() -> None:
    found = searched(trade, minimise=["S3"], trials=24, vary=["payout.take"])
    takes = {trial.settings["payout.take"] for trial in found.searched.trials}
    again = [each.policy.payout.take for each in found.found]
    assert len(found.searched.front) == 24
    assert [each.name for each in found.found] == list("ABCDE")
    assert len(again) == FEW and again == sorted(again)
    assert (again[0], again[-1]) == (min(takes), max(takes))
    assert f"{FEW} of them, A, B, C, D and E, were looked at again on fresh seeds" in found.sentences()[0]
    assert len(found.figures()) == 4
    assert "Pareto set" in found.figures()[0].layout.meta["title"]


def test_several_goals_with_many_trials_are_searched_by_nsga2(capsys: pytest.CaptureFixture[str]) -> None:
    assert sampler_name(asked(minimise=["S3"], trials=199)) == "tree-structured Parzen estimator"
    found = searched(trade, minimise=["S3"], trials=200, pairs=2, vary=["payout.take"])
    assert sampler_name(found.question) == "NSGA-II"
    assert (
        found.to_json()["result_sha256"]
        == (searched(trade, minimise=["S3"], trials=200, pairs=2, vary=["payout.take"]).to_json()["result_sha256"])
    )
    assert capsys.readouterr() == ("", "")  # the library says nothing of its own


def weather(task: Task) -> dict[str, float]:
    """A take that pays in good times, and is lost in bad ones."""
    take = task.policy.payout.take if task.policy.network else 0.0
    return {"S1": 1000 * take * (task.world.demand.level - 0.7)}


@pytest.mark.parametrize(("robust", "take"), [("mean", 0.4), ("worst", 0.0)])
def test_over_sampled_worlds_the_mean_or_the_worst_counts(robust: str, take: float) -> None:
    said: dict[str, Any] = {"uncertain": ["demand.level=0.6:0.9"], "worlds": 5, "pairs": 2, "vary": ["payout.take"]}
    found = searched(weather, robust=robust, **said)
    assert found.found[0].policy.payout.take == pytest.approx(take, abs=0.03)
    document = found.to_json()
    assert (document["worlds"], document["robust"]) == (5, robust)
    assert "fresh world" in " ".join(found.sentences())


def test_worlds_of_the_second_look_are_fresh_too() -> None:
    said: dict[str, Any] = {"uncertain": ["demand.level=0.6:0.9"], "worlds": 3, "pairs": 2, "fresh": 7}
    mean, worst = asked(**said), asked(**said, robust="worst")
    assert (len(mean.futures), len(mean.futures.worlds)) == (6, 3)
    assert (len(mean.fresh_futures), len(mean.fresh_futures.worlds)) == (7, 7)
    assert (len(worst.fresh_futures), len(worst.fresh_futures.worlds)) == (21, 3)
    levels = [world.demand.level for world in (*mean.futures.worlds, *mean.fresh_futures.worlds)]
    assert len(set(levels)) == 10 and 0.6 <= min(levels) < max(levels) <= 0.9
    assert asked(**said).futures == mean.futures


def test_the_interval_of_the_worst_world_holds_at_its_rate() -> None:
    truth, pairs, alpha, tried = np.array([0.0, 0.2, 0.4, 3.0]), 6, 0.2, 400
    of_world = tuple(np.repeat(np.arange(4), pairs).tolist())
    worst = Estimator(futures=Futures(worlds=(None,) * 4, of_world=of_world, seeds=of_world), worst=True)
    rng = np.random.default_rng(1)
    missed = 0
    for _ in range(tried):
        values = np.repeat(truth, pairs) + rng.normal(0.0, 1.0, 4 * pairs)
        found = worst.difference(values, 0.0, sense=1, alpha=alpha)
        mirrored = worst.difference(-values, 0.0, sense=-1, alpha=alpha)
        assert (mirrored.mean, mirrored.low, mirrored.high) == (-found.mean, -found.high, -found.low)
        missed += not found.low <= truth.min() <= found.high
    assert missed <= tried * alpha


def test_a_metric_that_the_baseline_does_not_have_is_read_as_a_level() -> None:
    def network_only(task: Task) -> dict[str, float]:
        level = task.policy.payout.take if task.policy.network else math.nan
        return {**hill(task), "N1.share": level}

    found = searched(network_only, maximise=["N1.share"], trials=30, vary=["payout.take"])
    assert found.levels == {"N1.share"}
    assert found.found[0].goals[0].baseline.found.mean == pytest.approx(0.4, abs=0.02)
    assert any("as a level" in sentence for sentence in found.sentences())
    with pytest.raises(ValueError, match=r"phone_book has no N1\.share; found N1\.share>=baseline"):
        searched(network_only, subject_to=["N1.share>=baseline"])


def test_where_nothing_is_better_the_start_stays() -> None:
    def best_as_it_is(task: Task) -> dict[str, float]:
        return {"S1": -abs(task.policy.payout.take - 0.05)}

    found = searched(best_as_it_is, trials=12, vary=["payout.take"])
    assert found.sentences()[0] == "In workshop, no trial did better than tools_only itself."
    assert found.found[0].goals[0].verdict is Verdict.EQUIVALENT


def test_too_few_trials_say_so_instead_of_ranking_settings() -> None:
    found = searched(trials=12)
    assert found.sentences()[-1].startswith("12 complete trials are too few to say which setting mattered most; 30")
    still = searched(lambda task: {"S1": 0.0}, trials=30)
    assert still.sentences()[-1] == "No setting moved shop profit per machine-week."


def test_the_setting_that_matters_is_named(answer: TuningAnswer) -> None:
    (importance,) = answer.importances
    assert next(iter(importance.shares)) == "payout.take"
    assert sum(importance.shares.values()) == pytest.approx(1.0)


def test_the_winner_is_a_policy_file_that_states_only_what_differs(answer: TuningAnswer, tmp_path: Path) -> None:
    file = tmp_path / "tuned.toml"
    file.write_text(found_toml(answer, answer.found[0]), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert text.startswith('base = "tools_only"\n')
    assert text.partition("\n[")[2].split() == [
        "payout]", "take", "=", f"{answer.found[0].policy.payout.take}", "[routing]", "quotes_per_rfq", "=", "2",
    ]  # fmt: skip
    assert catalogue.policy(file).content_hash == answer.found[0].policy.content_hash


@pytest.mark.parametrize(
    "settings",
    [
        {"payout.price_rule.posted_share": 0.9, "payout.royalty_n": 3},
        {"governance.liability": "pool", "payout.price_rule": "tioli", "governance.alpha": "none"},
        {"governance.default_split": {"buyer": 0.0, "originator": 0.5, "receiver": 0.5, "pool": 0.0}},
    ],
)
@pytest.mark.parametrize("own", [False, True])
def test_any_policy_survives_its_file(settings: dict[str, Any], own: bool, tmp_path: Path) -> None:
    from handoff_experiments.tuning.policy_file import policy_toml

    start = catalogue.policy("enforceable_trust")
    start = start.model_copy(update={"name": "mine"}) if own else start
    policy: Policy = set_paths(start, settings)
    file = tmp_path / "found.toml"
    file.write_text(policy_toml(policy, start=start, title="a", about="b", source="c"), encoding="utf-8")
    assert ("base" in file.read_text(encoding="utf-8")) is not own
    assert catalogue.policy(file).content_hash == policy.content_hash


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"vary": ["payout.tkae"]}, "vary payout.tkae: expected one of take, "),
        ({"vary": ["payout"]}, "vary payout: expected one field"),
        ({"vary": []}, "vary: expected at least one field of the policy"),
        ({"vary": ["payout.take=0.1:0.9"]}, "vary payout.take: expected a share 0 to 0.40; found 0.9"),
        ({"vary": ["payout.take=0.2:0.1"]}, "vary payout.take: expected LOW:HIGH with LOW below HIGH"),
        ({"vary": ["payout.take=0.2"]}, "vary payout.take: expected LOW:HIGH, or two values or more"),
        ({"vary": ["payout.take", "payout.take=0:0.1"]}, "vary payout.take: expected each field once"),
        ({"vary": ["payout.price_rule", "payout.price_rule.nash"]}, "expected payout.price_rule or a part of it"),
        ({"vary": ["governance.repeat_owner=originator,nobody"]}, "expected one of originator, "),
        ({"vary": ["governance.repeat_owner=1:2"]}, "expected governance.repeat_owner=originator,"),
        ({"vary": ["governance.default_split.buyer"]}, "found one of several that must add up to 1"),
        ({"vary": ["lane.processes"]}, "expected a field with a range or options"),
        ({"vary": ["demand.level"]}, "found a field of the world, which goes to uncertain"),
        ({"maximise": []}, "maximise: expected at least one metric"),
        ({"maximise": ["S99"]}, "maximise: expected one of S1, "),
        ({"maximise": ["S1"], "minimise": ["S1"]}, "minimise: expected each metric once; found S1 twice"),
        ({"subject_to": ["S3 5"]}, "subject_to: expected METRIC>=VALUE"),
        ({"subject_to": ["S99<=5"]}, "subject_to: expected one of "),
        ({"subject_to": ["S3<=much"]}, "subject_to S3: expected a number, baseline or start"),
        ({"uncertain": ["payout.take=0:0.1"]}, "found a field of the policy, which goes to vary"),
        ({"uncertain": ["demand.level"]}, "uncertain demand.level: expected demand.level=LOW:HIGH"),
        ({"uncertain": ["demand.lead_required.min=8:20"]}, "uncertain (demand.lead_required.min="),
        ({"worlds": 4}, "uncertain: expected a range of the world to sample from"),
        ({"robust": "best"}, "robust: expected mean or worst; found best"),
        ({"pairs": 1}, "pairs: expected a whole number of at least 2; found 1"),
        ({"trials": 0}, "trials: expected a whole number of at least 1; found 0"),
        ({"alpha": 1.0}, "alpha: expected an error probability between 0 and 1"),
        ({"seed": -1}, "seed: expected a whole number from 0"),
    ],
)
def test_what_cannot_be_searched_is_refused_before_anything_runs(said: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError) as refused:
        asked(**said)
    assert told in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(DocumentError) as refused:
        asked(maximise=["S99"], vary=["payout.tkae"], subject_to=["S3"], pairs=0)
    assert len(refused.value.problems) == 4


def test_a_start_that_breaks_is_told() -> None:
    def never(task: Task) -> dict[str, float]:
        raise RuntimeError("the machine is on fire")

    with pytest.raises(RuntimeError, match="phone_book: 4 runs broke; the first one: RuntimeError: the machine is on"):
        searched(never)
