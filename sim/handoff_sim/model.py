"""FactoryModel: one run as a Mesa model, stepped week by week, its shops and buyers seen as agents."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from handoff_sim.agents import HOOKS, Actor, Buyer, NetworkOperator, Shop, VerticalOperator
from handoff_sim.agents.actor import overridden_hooks
from handoff_sim.agents.mesa_classes import Agent, AgentSet, DataCollector, Model
from handoff_sim.agents.reporters import MODEL_REPORTERS
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Market
from handoff_sim.policy.document import Policy
from handoff_sim.records import Records
from handoff_sim.run import Run, Simulation, records_of
from handoff_sim.world.document import World

__all__ = ["HOOKS", "Buyer", "FactoryModel", "NetworkOperator", "Shop", "VerticalOperator"]


class FactoryModel(Model):  # type: ignore[misc]  # mesa ships no types
    """A market under a policy; a step is a week.

    The compiled phases decide, so a stepped model has the same events as ``handoff_sim.run.simulate``. Agents are views
    of the tables: they select, aggregate and report like any Mesa agents, and each decision they own can be asked for.
    A run with a network has a NetworkOperator, one with vertical operators has as many VerticalOperators.

    Parameters: ``world`` and ``policy`` documents; ``seed`` unsigned 64-bit; ``weeks`` horizon (default: the
    world's); ``record_decisions``, ``keep_events``, ``check``, ``forced``, ``floor``, ``keep_trace`` as in
    ``simulate``; ``shop_class``, ``buyer_class`` subclasses of Shop and Buyer that add to them;
    ``model_reporters``, ``agent_reporters``, ``agenttype_reporters`` as in Mesa's DataCollector, beside the default
    model reporters. ``close()``, or leaving a ``with`` block, lets the model be freed: Mesa holds on to every model
    it has numbered agents for.

    Raises
    ------
    TypeError: a name instead of a document, or a class that is no seat
    ValueError: seed or horizon out of range
    NotImplementedError: a seat that overrides a decision hook
    """

    running: bool

    def __init__(
        self,
        world: World,
        policy: Policy,
        *,
        seed: int,
        weeks: int | None = None,
        record_decisions: bool = False,
        keep_events: bool = False,
        check: bool = False,
        forced: npt.NDArray[np.int64] | None = None,
        floor: str = "array",
        keep_trace: bool = False,
        shop_class: type[Shop] = Shop,
        buyer_class: type[Buyer] = Buyer,
        model_reporters: Mapping[str, Any] | None = None,
        agent_reporters: Mapping[str, Any] | None = None,
        agenttype_reporters: Mapping[type, Mapping[str, Any]] | None = None,
    ) -> None:
        _check_document("world", world, World)
        _check_document("policy", policy, Policy)
        _check_seat("shop_class", shop_class, Shop)
        _check_seat("buyer_class", buyer_class, Buyer)
        self.simulation = Simulation(
            world, policy, seed=seed, weeks=weeks, record_decisions=record_decisions, keep_events=keep_events,
            check=check, forced=forced, floor=floor, keep_trace=keep_trace,
        )  # fmt: skip
        super().__init__(seed=seed)
        self.world = world
        self.policy = policy
        self.seed = seed
        self.is_closed = False
        self.shop_class = shop_class
        self.buyer_class = buyer_class
        self.machines = int(array_of(self.market.shops)["machines"].sum())
        self._take_seats()
        self.datacollector = DataCollector(
            model_reporters=MODEL_REPORTERS | dict(model_reporters or {}),
            agent_reporters=dict(agent_reporters or {}),
            agenttype_reporters=dict(agenttype_reporters or {}),
        )

    def _take_seats(self) -> None:
        p = self.market.p[0]
        self._shops = tuple(self.shop_class(self, number) for number in range(int(p.n_shops)))
        self._buyers = tuple(self.buyer_class(self, number) for number in range(int(p.n_buyers)))
        self.operator = NetworkOperator(self, 0) if p.network else None
        self.verticals = tuple(VerticalOperator(self, number) for number in range(int(p.vertical_count)))

    @property
    def market(self) -> Market:
        """The tables as they are now; they are replaced as they grow, so do not keep them over a step."""
        return self.simulation.market

    @property
    def week(self) -> int:
        """Weeks that have passed."""
        return self.simulation.week

    @property
    def weeks(self) -> int:
        """Weeks of the whole run."""
        return self.simulation.weeks

    @property
    def shops(self) -> AgentSet:
        """All shops, by number."""
        return self.agents_by_type[self.shop_class]

    @property
    def buyers(self) -> AgentSet:
        """All buyers, by number."""
        return self.agents_by_type[self.buyer_class]

    @property
    def last_week(self) -> Any:
        """The panel's row of the week that has just passed."""
        if self.week == 0:
            raise ValueError("last_week: expected a model that has stepped; found one at week 0")
        return self.market.panel[self.week - 1]

    def shop(self, number: int) -> Shop:
        """The shop of this number."""
        return self._shops[number]

    def buyer(self, number: int) -> Buyer:
        """The buyer of this number."""
        return self._buyers[number]

    def step(self) -> None:
        """Advance one week, and collect its figures."""
        if not self.running:
            self.steps = self.week  # Mesa has counted this call already
            state = "is closed" if self.is_closed else f"of {self.weeks} weeks has ended"
            raise ValueError(f"step: the run {state}")
        self.simulation.step()
        self.running = self.week < self.weeks
        self.datacollector.collect(self)

    def run(self) -> Run:
        """Advance to the end and return what happened."""
        self.run_model()
        return self.result()

    def result(self) -> Run:
        """The run so far: records, events and their hash."""
        return self.simulation.result()

    def records(self) -> Records:
        """The tables so far, as metrics read them; read them before the next step, which writes into them."""
        return records_of(self.market)

    def close(self) -> None:
        """Let Mesa and the calendar go of the model; it can still be read, but not stepped."""
        self.is_closed = True
        self.running = False
        self.simulation.close()
        Agent._ids.pop(self, None)  # Mesa counts agents by model, and never forgets one

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return (
            f"FactoryModel({self.world.name}, {self.policy.name}, seed={self.seed}, week {self.week} of {self.weeks})"
        )


def _check_document(place: str, found: object, wanted: type[World] | type[Policy]) -> None:
    if isinstance(found, wanted):
        return
    advice = ""
    if isinstance(found, str):
        advice = (
            f"; the catalogue, on a floor above the model, knows names: handoff_scenarios.catalogue.{place}({found!r})"
        )
    raise TypeError(f"{place}: expected a {wanted.__name__} document; found {found!r}{advice}")


def _check_seat(place: str, found: object, base: type[Actor]) -> None:
    if not (isinstance(found, type) and issubclass(found, base)):
        raise TypeError(f"{place}: expected a subclass of {base.__name__}; found {found!r}")
    if changed := overridden_hooks(found, base):
        raise NotImplementedError(
            f"{place}: {found.__name__} overrides {', '.join(changed)}, but the compiled rules decide in every run so "
            f"far; expected a subclass that leaves {', '.join(hook.name for hook in base.HOOKS)} alone"
        )
