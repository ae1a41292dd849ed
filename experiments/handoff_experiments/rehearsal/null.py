"""How often a policy without any effect is called better, or worse, by the very statistics of a comparison.

The policy is the baseline itself, lived through other futures than the baseline's: by construction its effect is zero
on average, and unlike that of an A/A comparison under the same luck not exactly zero. Every experiment is made of fresh
runs of the model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from handoff_experiments.contrasts import Arm, contrasts
from handoff_experiments.measures import model_measures, selected
from handoff_experiments.question import question_of
from handoff_experiments.runner import Runner
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.statistics.shares import share_interval
from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.tasks import Task

ALPHA = 0.05


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Verdicts of one experiment, by metric."""

    pairs: int
    verdicts: dict[str, Verdict | None]


def rehearse(
    world: Any,
    policy: Any,
    *,
    pairs: int,
    experiments: int,
    weeks: int,
    seed: int,
    runner: Runner,
    tell: Callable[[int], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Experiments in which nothing is different but the luck.

    Args:
        world: Where.
        policy: Both arms.
        pairs: Runs of each arm.
        experiments: How many, each of fresh runs.
        weeks: Horizon.
        seed: Root seed of all of them.
        runner: Where runs are made.
        tell: Told how many experiments are done.
    """
    other = policy.model_copy(update={"name": f"{policy.name}, other luck"})
    seeds = replication_seeds(seed, 2 * pairs * experiments)
    tasks = [Task(world=world, policy=policy, seed=each, weeks=weeks) for each in seeds]
    asked = question_of(world, [other], baseline=policy, pairs=pairs, weeks=weeks, unilateral=False)
    for number in range(experiments):
        block = tasks[2 * pairs * number : 2 * pairs * (number + 1)]
        runs = [run for run in runner.run(block).summaries if run is not None and run.finished]
        half = len(runs) // 2
        baseline = Arm(policy=policy.name, runs=tuple(runs[:half]))
        elsewhere = tuple(runs[half : 2 * half])
        found = contrasts(
            [Arm(policy=other.name, runs=elsewhere)], baseline, asked.measures, alpha=ALPHA, look=asked.looks[-1].share
        )
        tell(number + 1)
        yield Outcome(pairs=pairs, verdicts={each.measure.code: each.verdict for each in found})


def rates(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Share of experiments that called something better or worse: for each number of pairs, by what was looked at."""
    headlines = {measure.code for measure in selected(model_measures()) if measure.headline}
    rows = []
    for pairs in sorted({outcome.pairs for outcome in outcomes}):
        here = [outcome for outcome in outcomes if outcome.pairs == pairs]
        for what, codes in (("shops' profit alone", {"S1"}), ("any headline metric", headlines), ("any metric", None)):
            for verdict in (Verdict.BETTER, Verdict.WORSE):
                hits = sum(_any(outcome, codes, verdict) for outcome in here)
                low, high = share_interval(hits, len(here))
                rows.append(
                    {"pairs": pairs, "looked at": what, "called": str(verdict).lower(), "experiments": len(here)}
                    | {"share": hits / len(here), "low": low, "high": high}
                )
    return pd.DataFrame(rows)


def _any(outcome: Outcome, codes: set[str] | None, verdict: Verdict) -> bool:
    return any(found is verdict for code, found in outcome.verdicts.items() if codes is None or code in codes)
