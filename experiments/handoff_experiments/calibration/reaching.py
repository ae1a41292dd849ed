"""The figures of calibration as runs that any worker can make."""

import time

from handoff_experiments.tasks import RunSummary, Task, guarded


def reach(task: Task) -> RunSummary:
    """What one seed of a world reaches of the facts, as the metrics of a summary.

    Under a policy without a network these are the figures of today's market; otherwise those that take a network to be
    seen, which are several runs of the seed, of policies of their own.
    """
    return guarded(_reach)(task)


def _reach(task: Task) -> RunSummary:
    from handoff_experiments.calibration.observing import observe  # the model is compiled where it is needed
    from handoff_experiments.calibration.signs import signs

    started = time.perf_counter()
    figures = signs(task.world, task.seed) if task.policy.network else observe(task.world, task.seed)
    return RunSummary(
        policy=task.policy.name,
        policy_hash=task.policy.content_hash,
        world_hash=task.world.content_hash,
        seed=task.seed,
        seconds=time.perf_counter() - started,
        metrics=figures,
    )
