"""FactoryModel: one run as a Mesa model, stepped week by week, its shops and buyers seen as agents."""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from handoff_sim.agents import HOOKS, Actor, Buyer, NetworkOperator, Shop, VerticalOperator
from handoff_sim.agents.asking import Seats
from handoff_sim.agents.mesa_classes import Agent, AgentSet, DataCollector, Model
from handoff_sim.agents.reporters import MODEL_REPORTERS
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Market
from handoff_sim.policy.document import Policy
from handoff_sim.records import Records
from handoff_sim.run import Run, Simulation, records_of
from handoff_sim.strategies.assignment import Assignment
from handoff_sim.world.document import World

__all__ = ["HOOKS", "Buyer", "FactoryModel", "NetworkOperator", "Shop", "VerticalOperator"]


Firm = TypeVar("Firm", bound=Actor)
MakeSeat = Callable[["FactoryModel", int], Actor]  # a class of seats, or a function that makes one


class FactoryModel(Model):  # type: ignore[misc]  # mesa ships no types
    """A market under a policy; a step is a week.

    The compiled phases decide, so a stepped model has the same events as ``handoff_sim.run.simulate``. Agents are views
    of the tables: they select, aggregate and report like any Mesa agents. A seat whose class overrides a hook is asked
    for its decisions of that kind, one by one, while the phase runs; everybody else's are the compiled rule's.
    A run with a network has a NetworkOperator, one with vertical operators has as many VerticalOperators.

    Parameters: ``world`` and ``policy`` documents; ``seed`` unsigned 64-bit; ``weeks`` horizon (default: the world's);
    ``record_decisions``, ``keep_events``, ``check``, ``forced``, ``strategies``, ``floor``, ``keep_trace`` as in
    ``simulate``; ``seats`` and ``buyer_seats`` classes by number of the shop or buyer they are seated at (or anything
    that makes such a seat of a model and a number); ``shop_class``, ``buyer_class``, ``operator_class``,
    ``vertical_class`` classes of all others; ``model_reporters``, ``agent_reporters``, ``agenttype_reporters`` as in
    Mesa's DataCollector, beside the default model reporters. ``close()``, or leaving a ``with`` block, lets the model
    be freed: Mesa holds on to every model it has numbered agents for.

    Raises
    ------
    TypeError: a name instead of a document, or a class that is no seat
    ValueError: seed or horizon out of range, or a seat at a shop or buyer that does not exist
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
        strategies: Sequence[Assignment] = (),
        seats: Mapping[int, MakeSeat] | None = None,
        buyer_seats: Mapping[int, MakeSeat] | None = None,
        shop_class: type[Shop] = Shop,
        buyer_class: type[Buyer] = Buyer,
        operator_class: type[NetworkOperator] = NetworkOperator,
        vertical_class: type[VerticalOperator] = VerticalOperator,
        model_reporters: Mapping[str, Any] | None = None,
        agent_reporters: Mapping[str, Any] | None = None,
        agenttype_reporters: Mapping[type, Mapping[str, Any]] | None = None,
    ) -> None:
        _check_document("world", world, World)
        _check_document("policy", policy, Policy)
        _check_seat("shop_class", shop_class, Shop)
        _check_seat("buyer_class", buyer_class, Buyer)
        _check_seat("operator_class", operator_class, NetworkOperator)
        _check_seat("vertical_class", vertical_class, VerticalOperator)
        self.simulation = Simulation(
            world, policy, seed=seed, weeks=weeks, record_decisions=record_decisions, keep_events=keep_events,
            check=check, forced=forced, strategies=strategies, floor=floor, keep_trace=keep_trace,
        )  # fmt: skip
        super().__init__(seed=seed)
        self.world = world
        self.policy = policy
        self.seed = seed
        self.is_closed = False
        self.machines = int(array_of(self.market.shops)["machines"].sum())
        p = self.market.p[0]
        self._shops = _seated(self, "seats", seats or {}, int(p.n_shops), shop_class, Shop)
        self._buyers = _seated(self, "buyer_seats", buyer_seats or {}, int(p.n_buyers), buyer_class, Buyer)
        self.operator = operator_class(self, 0) if p.network else None
        self.verticals = tuple(vertical_class(self, number) for number in range(int(p.vertical_count)))
        others = (*self.verticals, *([self.operator] if self.operator else []))
        self.seats = Seats(self.simulation, (*self._shops, *self._buyers, *others))
        self.datacollector = DataCollector(
            model_reporters=MODEL_REPORTERS | dict(model_reporters or {}),
            agent_reporters=dict(agent_reporters or {}),
            agenttype_reporters=dict(agenttype_reporters or {}),
        )

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
        return self.agents.select(agent_type=Shop)

    @property
    def buyers(self) -> AgentSet:
        """All buyers, by number."""
        return self.agents.select(agent_type=Buyer)

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
        """Advance one week, and collect its figures.

        Raises
        ------
        SeatError: a seat failed to decide; DecisionDue: a seat has no answer yet. The week is taken back either way.
        ValueError: the run has ended or is closed
        """
        if not self.running:
            self.steps = self.week  # Mesa has counted this call already
            state = "is closed" if self.is_closed else f"of {self.weeks} weeks has ended"
            raise ValueError(f"step: the run {state}")
        if self.seats.chairs:
            self._asked_step()
        else:
            self.simulation.step()
        self.running = self.week < self.weeks
        self.datacollector.collect(self)

    def _asked_step(self) -> None:
        """A week in which seats are asked: taken back if anything goes wrong in it."""
        moment = self.simulation.remember()
        problem: BaseException | None = None
        try:
            self.simulation.step()
        except BaseException as error:
            problem = error
        problem = self.seats.take_failure() or problem
        if problem is not None:
            self.simulation.go_back(moment)
            self.steps = self.week
            raise problem

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
        self.seats.close()
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


def _seated(
    model: FactoryModel, place: str, seats: Mapping[int, MakeSeat], count: int, usual: type[Firm], base: type[Firm]
) -> tuple[Firm, ...]:
    """An actor for each number: the seat made for it, or one of the usual class."""
    for number in seats:
        if not 0 <= number < count:
            raise ValueError(f"{place}: expected numbers from 0 to {count - 1}; found {number!r}")
    made: list[Firm] = []
    for number in range(count):
        actor: Actor = seats.get(number, usual)(model, number)
        if not isinstance(actor, base):
            raise TypeError(f"{place}: expected a {base.__name__} at number {number}; found {actor!r}")
        if actor.number != number:
            raise ValueError(f"{place}: expected a seat of number {number}; found {actor!r}")
        made.append(actor)
    return tuple(made)
