"""One question about decisions: who is asked, about which week of which future; checked before anything runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from handoff_experiments.bad_question import BadQuestion, chosen, in_range
from handoff_experiments.explaining.decisions import BUYER_KINDS, SHOP_KINDS, Explained, explain, explain_job
from handoff_experiments.explaining.document import FORMAT, overview_document, week_document
from handoff_experiments.explaining.overview import WeekCounts, overview
from handoff_experiments.versions import versions_of_model
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.policy.document import Policy
from handoff_sim.run import Run, Simulation
from handoff_sim.strategies.assignment import Assignment
from handoff_sim.world.document import World

OnWeek = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who is asked about which week; without a week, about all of them.

    ``number`` of the shop or buyer, None for everybody who decided about ``job``; ``settings`` by which the documents
    were changed already, as a note.
    """

    world: World
    policy: Policy
    seed: int
    weeks: int
    number: int | None
    is_buyer: bool = False
    week: int | None = None
    kinds: tuple[DecisionKind, ...] = ()
    job: str | None = None
    settings: tuple[str, ...] = ()
    strategies: tuple[Assignment, ...] = ()

    @classmethod
    def of(
        cls,
        world: World,
        policy: Policy,
        *,
        seed: int,
        shop: int | None = None,
        buyer: int | None = None,
        week: int | None = None,
        weeks: int | None = None,
        kinds: Iterable[str] = (),
        job: str | None = None,
        settings: Sequence[str] = (),
        strategies: Sequence[Assignment] = (),
    ) -> Self:
        """The question to a shop or a buyer, checked against the world.

        Raises BadQuestion: neither or both of shop and buyer, or a number, week or kind of decision that is not there.
        """
        if (shop is None) == (buyer is None):
            found = "neither" if shop is None else "both"
            raise BadQuestion("shop and buyer", "one of them", found, ("shop", "buyer"))
        horizon = _horizon(world, weeks)
        path, number, known = ("shop", shop, world.population.shops)
        if buyer is not None:
            path, number, known = ("buyer", buyer, world.population.buyers)
        assert number is not None
        in_range(path, number, 0, known - 1, f" in {world.name}")
        if week is not None:
            _check_week(week, horizon)
        return cls(
            world=world, policy=policy, seed=seed, weeks=horizon, number=number, is_buyer=buyer is not None, week=week,
            kinds=tuple(_kind(name, path) for name in kinds), job=job, settings=tuple(settings),
            strategies=tuple(strategies),
        )  # fmt: skip

    @classmethod
    def of_job(cls, world: World, policy: Policy, *, seed: int, job: str, week: int, weeks: int | None = None) -> Self:
        """The question to everybody who decided about a job.

        Raises BadQuestion: a week that is not there.
        """
        horizon = _horizon(world, weeks)
        _check_week(week, horizon)
        return cls(world=world, policy=policy, seed=seed, weeks=horizon, number=None, week=week, job=job)

    @property
    def side(self) -> str:
        """What sort of agent is asked: shop or buyer."""
        return "buyer" if self.is_buyer else "shop"

    @property
    def who(self) -> str:
        """Who is asked, such as shop 4; everybody about a job."""
        return "everybody" if self.number is None else f"{self.side} {self.number}"

    @property
    def last(self) -> int:
        """How many weeks must be lived through for the answer."""
        return self.weeks if self.week is None else self.week + 1

    def simulation(self) -> Simulation:
        """The run at its start; ValueError where a strategy cannot be played in it."""
        return Simulation(
            self.world,
            self.policy,
            seed=self.seed,
            weeks=self.weeks,
            record_decisions=True,
            keep_events=True,
            strategies=self.strategies,
        )

    def live(self, simulation: Simulation, on_week: OnWeek | None = None) -> Run:
        """Live through the weeks that the answer needs, and keep only the events and decisions that it is read from."""
        try:
            while simulation.week < self.last:
                simulation.step()
                self._forget(simulation)
                if on_week is not None:
                    on_week(simulation.week)
        finally:
            simulation.close()
        return simulation.result()

    def _forget(self, simulation: Simulation) -> None:
        """Let go of weeks, or of decisions, that are not asked about: those of a large town fill gigabytes."""
        chunks = simulation.chunks
        chunks["entries"].clear()
        if self.week is None:
            chunks["decisions"][-1] = chunks["decisions"][-1][chunks["decisions"][-1]["shop"] == self.number]
        elif simulation.week < self.last:
            chunks["decisions"].clear()
            chunks["events"].clear()

    def explained(self, run: Run) -> tuple[Explained, ...]:
        """The decisions of the week that was asked about."""
        assert self.week is not None
        if self.number is None:
            return explain_job(run, self.job or "", self.week)
        return explain(run, self.number, self.week, buyer=self.is_buyer, kinds=self.kinds, job=self.job)

    def counted(self, run: Run) -> tuple[WeekCounts, ...]:
        """The weeks in which a shop or buyer decided something."""
        assert self.number is not None
        return overview(run, self.number, buyer=self.is_buyer)

    def week_answer(self, run: Run, decisions: Sequence[Explained]) -> dict[str, Any]:
        """The document about one week."""
        return self.head(run) | {"week": self.week, "decisions": week_document(decisions)}

    def weeks_answer(self, run: Run, weeks: Sequence[WeekCounts]) -> dict[str, Any]:
        """The document about all weeks."""
        return self.head(run) | {"by_week": overview_document(weeks)}

    def head(self, run: Run) -> dict[str, Any]:
        """What either document starts with."""
        return {
            "format": FORMAT,
            "world": self.world.name,
            "policy": self.policy.name,
            "seed": self.seed,
            "weeks": self.weeks,
            "settings": list(self.settings),
            "strategies": [
                {"strategy": each.strategy, "agents": list(each.agents), "parameters": each.values}
                for each in run.strategies
            ],
            "hashes": {"world": run.world_hash, "policy": run.policy_hash},
            "versions": versions_of_model(run.model_version),
            "who": self.who,
            **({"job": self.job} if self.number is None else {self.side: self.number}),
        }


def _horizon(world: World, weeks: int | None) -> int:
    horizon = world.clock.weeks if weeks is None else weeks
    if horizon < 1:
        raise BadQuestion("weeks", "at least 1", str(horizon))
    return horizon


def _check_week(week: int, horizon: int) -> None:
    in_range("week", week, 0, horizon - 1, f", for the run has {horizon} weeks")


def _kind(name: str, side: str) -> DecisionKind:
    known = sorted(BUYER_KINDS if side == "buyer" else SHOP_KINDS)
    options = [kind.name.lower() for kind in known]
    return DecisionKind[chosen("kind", name, options, f"a kind of decision of a {side}").upper()]
