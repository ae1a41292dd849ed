"""The experiments on the real model, in the workshop world: 14 shops, a tenth of a second a run."""

import pickle
from dataclasses import replace

import pytest

from handoff_experiments import Comparison, Verdict, compare
from handoff_experiments.effects import EFFECTS
from handoff_experiments.evaluation import evaluate
from handoff_experiments.measures import DECIDING, HEADLINE, model_measures
from handoff_experiments.sentences import CONCERNS, HOURS
from handoff_experiments.tasks import Task
from handoff_scenarios.catalogue import policy, world

WEEKS = 80


def task(name: str, seed: int = 3) -> Task:
    return Task(world=world("workshop"), policy=policy(name), seed=seed, weeks=WEEKS)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare("workshop", ["null_network", "enforceable_trust"], pairs=3, weeks=WEEKS, workers=1)


def test_everything_that_names_a_metric_names_one_that_exists() -> None:
    codes = {measure.code for measure in model_measures()}
    assert set(EFFECTS) <= codes
    assert {*HEADLINE, *DECIDING, HOURS, *(concern.metric for concern in CONCERNS.values())} <= codes
    assert set(DECIDING) <= set(HEADLINE)


def test_every_headline_has_a_declared_effect_and_a_better_direction() -> None:
    for measure in model_measures():
        if measure.headline:
            assert measure.effect is not None and measure.direction != 0


def test_a_summary_travels_light() -> None:
    run = evaluate(task("enforceable_trust"))
    assert pickle.loads(pickle.dumps(run)).metrics.keys() == run.metrics.keys()
    assert len(pickle.dumps(run)) < 200_000


def test_a_brief_task_brings_home_the_same_profits() -> None:
    asked = task("enforceable_trust")
    brief, whole = evaluate(replace(asked, brief=True)), evaluate(asked)
    name = "profit_per_machine_week"
    assert brief.shops[name].tolist() == whole.shops[name].tolist()
    assert brief.events_sha256 == whole.events_sha256
    assert brief.metrics == {}


@pytest.mark.parametrize("name", ["enforceable_trust", "directory", "overflow_lane"])
def test_prescribing_what_everybody_did_repeats_the_future(name: str) -> None:
    """The twins of X4 stand on this: with nobody changed, a twin is the factual run (D80)."""
    factual = evaluate(task(name))
    assert factual.membership is not None and factual.membership[:, :14].any()
    again = evaluate(replace(task(name), forced=factual.membership))
    assert (again.membership == factual.membership).all()
    assert again.events_sha256 == factual.events_sha256
    assert again.shops["profit_per_machine_week"].tolist() == factual.shops["profit_per_machine_week"].tolist()


def test_the_null_is_exact(found: Comparison) -> None:
    assert found.null.exact and found.null.metrics == len(model_measures())


def test_the_null_network_is_the_phone_book_in_every_metric(found: Comparison) -> None:
    """M1 through the whole chain of experiments."""
    events = [[run.events_sha256 for run in arm.runs if run] for arm in found.arms[:2]]
    assert events[0] == events[1]


def test_three_pairs_decide_little(found: Comparison) -> None:
    verdicts = [c.verdict for c in found.of_policy("enforceable_trust") if c.measure.headline]
    assert verdicts.count(Verdict.INCONCLUSIVE) >= 3


def test_every_picture_and_sentence_can_be_made(found: Comparison) -> None:
    for name in found.figures():
        assert found.figure(name).layout.meta["alt"]
    document = found.to_json()
    assert len(document["sentences"]) == 6
    assert {arm["policy"] for arm in document["arms"]} == {"phone_book", "null_network", "enforceable_trust"}


@pytest.mark.slow
def test_a_result_does_not_depend_on_the_number_of_workers(found: Comparison) -> None:
    options = {"pairs": 3, "weeks": WEEKS, "workers": 2}
    parallel = compare("workshop", ["null_network", "enforceable_trust"], **options).to_json()
    alone = found.to_json()
    for document in (parallel, alone):
        del document["seconds"], document["unilateral_cost"]["seconds"]
        for arm in document["arms"]:
            for run in arm["runs"]:
                del run["seconds"]
    assert parallel == alone


def test_a_setting_changes_the_world_or_the_policies() -> None:
    small = compare(
        "workshop", ["enforceable_trust"], pairs=1, weeks=30, workers=1, unilateral=False,
        overrides=["population.buyers=5", "payout.take=0.2"],
    )  # fmt: skip
    assert small.question.world.population.buyers == 5
    assert {document.payout.take for document in small.question.documents} == {0.2}
