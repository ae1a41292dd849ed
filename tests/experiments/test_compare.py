import math
from typing import Any

import pytest

from handoff_experiments import Comparison, Progress, Quadrant, Stage, Stopped, Verdict
from handoff_experiments.seeds import replication_seeds


def verdict(comparison: Comparison, policy: str, code: str) -> Verdict | None:
    contrast = comparison.contrast(policy, code)
    assert contrast is not None
    return contrast.verdict


def test_known_effects_get_their_verdicts(comparison: Comparison) -> None:
    assert verdict(comparison, "good", "S1") is Verdict.BETTER
    assert verdict(comparison, "trap", "S1") is Verdict.WORSE
    assert verdict(comparison, "nothing", "S1") is Verdict.EQUIVALENT
    assert verdict(comparison, "trap", "S3") is Verdict.WORSE  # more wasted hours, less is better


def test_a_metric_without_a_better_direction_has_no_verdict(comparison: Comparison) -> None:
    assert verdict(comparison, "good", "N4") is None


def test_the_interval_holds_the_true_effect(comparison: Comparison) -> None:
    contrast = comparison.contrast("good", "S1")
    assert contrast is not None
    assert contrast.low < 30 + 20 / 2 < contrast.high  # every second shop is a member
    assert contrast.pairs == 8


def test_each_policy_lands_in_its_quadrant(comparison: Comparison) -> None:
    found = {policy: deals.whole.median_shop for policy, deals in comparison.deals.items()}
    assert found == {
        "good": Quadrant.GOOD_DEAL,
        "trap": Quadrant.TRAP,
        "stranded": Quadrant.STRANDED_GAIN,
        "bad": Quadrant.BAD_DEAL,
        "nothing": None,
    }


def test_the_null_is_exactly_zero(comparison: Comparison) -> None:
    assert comparison.null.exact
    assert comparison.null.pairs == 4


def test_a_model_that_is_not_reproducible_is_found_out(fake: Any) -> None:
    calls = 0

    def drifting(task: Any) -> Any:
        nonlocal calls
        calls += 1
        run = fake.run(task)
        run.metrics["S1"] += calls * 1e-9
        return run

    null = fake.compare(fake.good, pairs=2, perform=drifting, unilateral=False).null
    assert not null.exact
    assert 0 < null.largest_difference < 1e-7


def test_the_baseline_against_itself_is_zero_in_every_metric(fake: Any) -> None:
    """An A/A arm in full view, with as few pairs as you like."""
    found = fake.compare(fake.phone, pairs=2)
    assert {contrast.difference for contrast in found.found} == {0.0}
    assert {contrast.verdict for contrast in found.found if contrast.measure.direction} == {Verdict.EQUIVALENT}
    assert found.deals == {} and found.cost.runs == 0


def test_few_noisy_pairs_are_inconclusive(fake: Any) -> None:
    noisy = fake.Document("noisy", shift=5.0, own_noise=400.0)
    assert verdict(fake.compare(noisy, pairs=3), "noisy", "S1") is Verdict.INCONCLUSIVE


def test_one_pair_decides_nothing(fake: Any) -> None:
    found = fake.compare(fake.good, pairs=1)
    assert verdict(found, "good", "S1") is Verdict.INCONCLUSIVE
    assert found.to_json()["contrasts"][0]["low"] is None


def test_more_pairs_keep_the_first_seeds(fake: Any) -> None:
    few, many = (fake.compare(fake.good, pairs=pairs, unilateral=False) for pairs in (3, 5))
    assert many.seeds[:3] == few.seeds
    assert [run.events_sha256 for run in many.arms[1].runs[:3]] == [run.events_sha256 for run in few.arms[1].runs]


def test_all_arms_have_the_same_seeds(comparison: Comparison) -> None:
    for arm in comparison.arms:
        assert [run.seed for run in arm.runs if run] == list(comparison.seeds)


def test_until_decided_stops_at_the_first_look_that_decides(fake: Any) -> None:
    found = fake.compare(fake.good, fake.trap, until_decided=True, unilateral=False)
    assert found.stopped is Stopped.DECIDED
    assert found.look == found.question.looks[0]
    assert len(found.seeds) == 8


def test_until_decided_ends_at_the_limit_with_an_honest_inconclusive(fake: Any) -> None:
    noisy = fake.Document("noisy", shift=5.0, own_noise=400.0)
    found = fake.compare(noisy, until_decided=True, pairs=12, unilateral=False)
    assert found.stopped is Stopped.LIMIT
    assert verdict(found, "noisy", "S1") is Verdict.INCONCLUSIVE
    assert len(found.seeds) == 12


def test_a_look_among_several_has_wider_bounds_than_the_only_one(fake: Any) -> None:
    once = fake.compare(fake.good, pairs=8, unilateral=False).contrast("good", "S1")
    among = fake.compare(fake.good, until_decided=True, unilateral=False).contrast("good", "S1")
    assert among.difference == once.difference
    assert among.low < once.low and among.high > once.high


def test_a_broken_arm_is_reported_and_the_pair_is_left_out(fake: Any) -> None:
    broken = fake.compare(fake.good, pairs=4).seeds[2]

    def breaks_once(task: Any) -> Any:
        if task.seed == broken and task.policy.name == "good":
            raise RuntimeError("the machine is on fire")
        return fake.run(task)

    from handoff_experiments.tasks import guarded

    found = fake.compare(fake.good, pairs=4, perform=guarded(breaks_once))
    assert [(policy, seed) for policy, seed, _ in found.failures()] == [("good", broken)]
    contrast = found.contrast("good", "S1")
    assert contrast is not None and contrast.pairs == 3
    assert found.deals["good"].whole.seeds == 3
    assert found.to_json()["arms"][1]["runs"][2]["failure"].endswith("the machine is on fire\n")


def test_a_policy_that_never_runs_is_an_error_with_its_reason(fake: Any) -> None:
    with pytest.raises(RuntimeError, match="on fire"):
        fake.compare(fake.Document("hell", breaks=True), pairs=2)


@pytest.mark.parametrize("stop_after", [4, 9, 14])
def test_ctrl_c_keeps_whole_pairs(fake: Any, stop_after: int) -> None:
    def impatient(progress: Progress) -> None:
        if progress.stage is Stage.ARMS and progress.done == stop_after:
            raise KeyboardInterrupt

    found = fake.compare(fake.good, pairs=10, on_progress=impatient)
    assert found.stopped is Stopped.INTERRUPTED
    assert len(found.seeds) == stop_after // 2
    assert all(run is not None for arm in found.arms for run in arm.runs)
    assert found.deals == {}
    assert found.to_json()["statistics"]["stopped"] == str(Stopped.INTERRUPTED)


def test_ctrl_c_before_the_first_pair_is_an_interruption(fake: Any) -> None:
    def impatient(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fake.compare(fake.good, pairs=3, on_progress=impatient)


def test_progress_tells_every_stage_and_ends_full(fake: Any) -> None:
    heard: list[Progress] = []
    fake.compare(fake.good, pairs=3, on_progress=heard.append)
    last = {progress.stage: progress for progress in heard}
    assert list(last) == [Stage.ARMS, Stage.NULL, Stage.TWINS, Stage.READING]
    assert (last[Stage.ARMS].done, last[Stage.ARMS].total) == (6, 6)
    assert (last[Stage.NULL].done, last[Stage.TWINS].done) == (3, 6)


def test_the_cost_of_the_unilateral_deal_is_told(fake: Any) -> None:
    cost = fake.compare(fake.good, pairs=3).cost
    assert (cost.runs, cost.seconds) == (6, pytest.approx(6 * 0.25))
    assert cost.points > 3


def test_a_twin_that_breaks_is_counted_and_its_shops_are_left_out(fake: Any) -> None:
    def twins_break_once(task: Any) -> Any:
        if task.forced is not None and task.seed == spoilt:
            raise RuntimeError("the machine is on fire")
        return fake.run(task)

    from handoff_experiments.tasks import guarded

    spoilt = fake.compare(fake.good, pairs=3).seeds[0]
    found = fake.compare(fake.good, pairs=3, perform=guarded(twins_break_once))
    assert found.cost.failed == 2
    assert found.deals["good"].whole.seeds == 2
    assert not found.failures()


def test_chosen_metrics_are_all_headlines(fake: Any) -> None:
    found = fake.compare(fake.good, pairs=3, metrics=["S12", "S1"], effects={"S12": 3.0}, unilateral=False)
    assert [(c.measure.code, c.measure.headline, c.effect) for c in found.found] == [
        ("S12", True, 3.0),
        ("S1", True, 10.0),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"pairs": 0}, "pairs: expected"),
        ({"seed": -1}, "seed: expected"),
        ({"seed": 2**64}, "seed: expected"),
        ({"alpha": 1.5}, "alpha: expected"),
        ({"weeks": 0}, "weeks: expected"),
        ({"workers": 0}, "workers: expected"),
        ({"metrics": ["S99"]}, "metrics: expected one of S1, S3.*found S99"),
        ({"effects": {"S1": 0.0}}, "effects: S1: expected"),
    ],
)
def test_an_argument_that_does_not_fit_is_refused_with_what_would(
    fake: Any, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        fake.compare(fake.good, **options)


def test_names_must_tell_policies_apart(fake: Any) -> None:
    with pytest.raises(ValueError, match="good more than once"):
        fake.compare(fake.good, fake.good)
    with pytest.raises(ValueError, match="differs from the baseline"):
        fake.compare(fake.Document("phone_book", shift=1.0))
    with pytest.raises(ValueError, match="at least one policy"):
        fake.compare()


def test_seeds_are_unsigned_64_bit_and_depend_on_the_root() -> None:
    seeds = replication_seeds(2**64 - 1, 200)
    assert len(set(seeds)) == 200
    assert all(0 <= seed < 2**64 for seed in seeds)
    assert max(seeds) > 2**63
    assert set(seeds).isdisjoint(replication_seeds(1, 200))


def test_the_frames_hold_every_contrast_and_run(comparison: Comparison) -> None:
    contrasts, runs = comparison.contrasts(), comparison.runs()
    assert len(runs) == 6 * 8
    assert set(runs["role"]) == {"baseline", "policy"}
    row = contrasts.query("policy == 'good' and metric == 'S1' and shops == 'S'").iloc[0]
    assert row["low"] < row["difference"] < row["high"]
    assert set(contrasts["shops"]) == {"all", "S", "M", "L"}
    assert comparison.verdicts().loc["trap", "S1"] == "WORSE"
    assert set(comparison.quadrants()["shops"]) == {"all", "S", "M", "L"}


def test_the_frame_of_focal_shops_adds_up_to_the_quadrants(comparison: Comparison) -> None:
    points = comparison.points()
    assert set(points["seed"]) <= set(comparison.seeds) and set(points["shops"]) == {"S", "M", "L"}
    for policy, own in points.groupby("policy"):
        weights = own.groupby("quadrant")["weight"].sum() / own["weight"].sum()
        told = comparison.quadrants().set_index(["policy", "shops"]).loc[(policy, "all")]
        assert weights.to_dict() == pytest.approx({name: told[name] for name in weights.index})


def test_metrics_without_a_value_are_no_difference(fake: Any) -> None:
    def without(task: Any) -> Any:
        run = fake.run(task)
        run.metrics["B1"] = math.nan
        return run

    found = fake.compare(fake.good, pairs=3, perform=without, unilateral=False)
    contrast = found.contrast("good", "B1")
    assert contrast is not None and contrast.pairs == 0 and contrast.verdict is Verdict.INCONCLUSIVE
    written = next(row for row in found.to_json()["contrasts"] if row["metric"] == "B1")
    assert written["difference"] is None and written["variance_ratio"] is None
