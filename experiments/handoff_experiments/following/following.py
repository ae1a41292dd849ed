"""The same job under two policies: two lives, where they part, why, and the money that moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from handoff_experiments.documents import Named, policy_document, world_document
from handoff_experiments.following.cause import Cause, find_cause, find_origin
from handoff_experiments.following.future import Future, live
from handoff_experiments.following.histories import Earlier
from handoff_experiments.following.life import Life
from handoff_experiments.following.money import Moved, money_moved
from handoff_experiments.following.names import (
    find_job,
)
from handoff_experiments.following.parting import Parting, first_other_terms, parting
from handoff_experiments.following.reading import read_life
from handoff_sim.names import job_name

OnLived = Callable[[int, str, int, int], None]  # 0 or 1, policy, week reached, weeks in all


@dataclass(frozen=True, kw_only=True)
class Following:
    """One job followed under two policies, with the same luck.

    Parameters
    ----------
    job, key: name and persistent key of the job
    policies: names, before and after
    lives: of the job under either
    first: the first event that differs, None where nothing does
    first_deed: the first that differs in more than an amount, None where nothing does
    other_terms: an event before it that happened alike but under other Terms, if any
    cause: what the first difference rests on
    moved: net worth from this job by party; differences sum to zero
    """

    world: str
    seed: int
    weeks: int
    job: str
    key: int
    policies: tuple[str, str]
    settings: tuple[str, ...]
    events_sha256: tuple[str, str]
    lives: tuple[Life, Life]
    first: Parting | None
    first_deed: Parting | None
    other_terms: Parting | None
    cause: Cause
    moved: tuple[Moved, ...]

    @property
    def moved_cents(self) -> int:
        """How much changed hands: half of all differences without their signs."""
        return sum(abs(party.difference_cents) for party in self.moved) // 2


@dataclass(frozen=True, eq=False)
class Pair:
    """Two futures of one world and seed, in which any job can be followed."""

    before: Future
    after: Future
    settings: tuple[str, ...] = ()

    @property
    def keys(self) -> np.ndarray:
        """Keys of all jobs of either future."""
        return np.union1d(self.before.keys, self.after.keys)

    @cached_property
    def origin(self) -> Earlier | None:
        """The first event of all that only one of the futures holds."""
        return find_origin((self.before, self.after))

    def follow(self, job: str | int) -> Following:
        """Follow one job, by name or key.

        Raises UnknownJob: no job, or several, go by that name.
        """
        key = find_job(job, self.keys) if isinstance(job, str) else job
        futures = (self.before, self.after)
        lives = (read_life(self.before, key), read_life(self.after, key))
        first = parting(*lives)
        return Following(
            world=self.before.world.name,
            seed=self.before.run.seed,
            weeks=self.before.run.weeks,
            job=job_name(key),
            key=key,
            policies=(self.before.policy.name, self.after.policy.name),
            settings=self.settings,
            events_sha256=(self.before.run.events_sha256, self.after.run.events_sha256),
            lives=lives,
            first=first,
            first_deed=parting(*lives, amounts=False),
            other_terms=first_other_terms(*lives),
            cause=find_cause(futures, lives, key, first, origin=self.origin),
            moved=money_moved(lives[0].purses, lives[1].purses),
        )


def live_twice(
    world: Named,
    policies: Sequence[Named],
    *,
    seed: int,
    weeks: int | None = None,
    settings: Sequence[str] = (),
    decisions: bool = True,
    on_week: OnLived | None = None,
) -> Pair:
    """Run one world with one seed under two policies, and keep what jobs can be followed by.

    Parameters: ``world`` and ``policies``, two, by name, file or document; ``settings``, the ``path=value`` texts by
    which the documents were changed already, as a note; ``decisions`` must be kept for a job to be followed, and need
    not be for jobs to be ranked; ``on_week`` is told how far the runs have come.
    Raises ValueError: not two policies; DocumentError: what the catalogue refuses, or policy and world do not fit.
    """
    if len(policies) != 2:
        raise ValueError(f"policies: expected two, before and after; found {len(policies)}")
    place = world_document(world)
    horizon = place.clock.weeks if weeks is None else weeks
    futures = []
    for number, rules in enumerate(policy_document(policy) for policy in policies):

        def watch(week: int, number: int = number, name: str = rules.name) -> None:
            if on_week is not None:
                on_week(number, name, week, horizon)

        futures.append(live(place, rules, seed=seed, weeks=weeks, decisions=decisions, on_week=watch))
    return Pair(futures[0], futures[1], tuple(settings))
