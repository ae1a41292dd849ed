"""How much is measured: rounds, and the worlds and weeks of each question."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Sizes of every measure."""

    rounds: int
    world: str = "default"
    weeks: int = 156
    reference_every: int  # the reference steps through every so many weeks
    shops: tuple[int, ...]  # sizes of the world, the smallest first; the others are held against it
    size_policies: tuple[str, ...] = ("phone_book", "enforceable_trust")
    size_weeks: int
    size_rounds: int
    size_seconds: float  # after which a run of one size is cut short
    worker_rounds: int
    tasks: int  # runs shared out among workers
    many_runs: int  # short ones, in each way
    pairs: int  # of the experiment
    requests: int  # that each client sends in a round
    cold: bool  # whether to compile everything once more


FULL = Effort(
    rounds=7, reference_every=8, shops=(60, 600, 6000, 18000), size_weeks=10, size_rounds=2, size_seconds=12.0,
    worker_rounds=3, tasks=32, many_runs=1000, pairs=24, requests=1500, cold=True,
)  # fmt: skip
QUICK = Effort(
    rounds=3, weeks=78, reference_every=8, shops=(60, 600, 6000), size_weeks=8, size_rounds=1, size_seconds=6.0,
    worker_rounds=2, tasks=8, many_runs=200, pairs=8, requests=400, cold=False,
)  # fmt: skip
