"""The dress rehearsal of verdicts finds what is there, and counts what is not."""

import numpy as np
import pytest

from handoff_experiments.rehearsal.null import Outcome, rates, rehearse
from handoff_experiments.runner import Runner
from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.tasks import RunSummary, Task
from handoff_scenarios import catalogue


def made_of_luck(task: Task) -> RunSummary:
    value = float(np.random.default_rng([task.seed]).normal())
    metrics = {"S1": 100 * value, "S3": value, "B1": 100 * value}
    return RunSummary(policy=task.policy.name, policy_hash="0", seed=task.seed, metrics=metrics)


@pytest.mark.statistical
def test_nothing_is_seldom_called_something() -> None:
    with Runner(workers=1, perform=made_of_luck) as runner:
        outcomes = list(
            rehearse(
                catalogue.world("workshop"),
                catalogue.policy("phone_book"),
                pairs=6,
                experiments=300,
                weeks=8,
                seed=1,
                runner=runner,
            )
        )
    table = rates(outcomes)
    any_of_them = table[table["looked at"] == "any metric"]
    assert any_of_them["share"].sum() <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5


def test_rates_count_experiments_and_not_metrics() -> None:
    both = Outcome(pairs=6, verdicts={"S1": Verdict.BETTER, "B1": Verdict.BETTER})
    none = Outcome(pairs=6, verdicts={"S1": Verdict.INCONCLUSIVE, "B1": None})
    table = rates([both, none]).set_index(["looked at", "called"])["share"]
    assert table["any metric", "better"] == 0.5 and table["any metric", "worse"] == 0.0
