"""What Mesa and SimPy cost: the same weeks with and without calendar and agents."""

from harness.clock import cpu_seconds, take_turns
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios

from handoff_scenarios import catalogue
from handoff_sim.market.tables import Market
from handoff_sim.model import FactoryModel
from handoff_sim.policy.document import Policy
from handoff_sim.world.document import World
from measures.bare import new_market, phases_only, roomy, with_room

POLICIES = ("phone_book", "enforceable_trust")
AIM = Aim(most=1.12)


class Variants:
    """One run in three ways; what is built beforehand is not timed."""

    def __init__(self, world: World, policy: Policy, weeks: int) -> None:
        self.world = world
        self.policy = policy
        self.weeks = weeks
        self.finished, self.events = with_room(self._market(), weeks)

    def _market(self) -> Market:
        return new_market(self.world, self.policy, seed=1, weeks=self.weeks)

    def model(self) -> float:
        """Mesa and SimPy: a FactoryModel, step by step."""
        with FactoryModel(self.world, self.policy, seed=1, weeks=self.weeks) as model:
            seconds = cpu_seconds(model.run_model)
            self._agree("Mesa and SimPy", model.result().events_sha256, self.events)
        return seconds

    def round_only(self) -> float:
        """The same weeks without calendar and agents, tables growing and events hashed."""
        market, found = self._market(), []
        seconds = cpu_seconds(lambda: found.append(with_room(market, self.weeks)[1]))
        self._agree("the round alone", found[0], self.events)
        return seconds

    def phases_only(self) -> float:
        """Compiled phases one after the other, in tables that are large enough from the start."""
        market = roomy(self._market(), self.finished)
        seconds = cpu_seconds(lambda: phases_only(market, self.weeks))
        self._agree("phases alone", market.n.tolist(), self.finished.n.tolist())
        return seconds

    def _agree(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            raise RuntimeError(f"{self.policy.name}: {what}: expected the same run, {expected}; found {found}")


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """A FactoryModel over compiled phases alone, and how much of it each layer adds."""
    lines = []
    for number, policy in enumerate(POLICIES):
        run = Variants(catalogue.world(effort.world), catalogue.policy(policy), effort.weeks)
        model, rounds, phases = take_turns(
            effort.rounds,
            (run.model, run.round_only, run.phases_only),
            clock=lambda work: float(work()),  # each variant times its own part
            tell=lambda done, total, first=number: tell(first * total + done, len(POLICIES) * total),
        )
        lines += [
            Line(what=f"{policy}: FactoryModel over phases alone", unit="times", rounds=ratios(model, phases), aim=AIM),
            Line(what=f"{policy}: of it, calendar and agents", unit="times", rounds=ratios(model, rounds), aim=AIM),
            Line(what=f"{policy}: of it, growing tables and the hash", unit="times", rounds=ratios(rounds, phases)),
        ]
    return lines


MEASURE = Measure(
    name="overhead",
    question="What do Mesa and SimPy cost?",
    compared="CPU of all steps of a FactoryModel (construction left out) over the compiled phases of the same run",
    ask=ask,
)
