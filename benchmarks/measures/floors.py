"""What watching costs: the same run on the SimPy floor and on the compiled one."""

from typing import Any

from harness.clock import take_turns
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios

from handoff_scenarios import catalogue
from handoff_sim.run import Run, simulate

POLICIES = ("phone_book", "enforceable_trust")
AIM = Aim(most=10.0)
FLOORS: dict[str, dict[str, Any]] = {
    "compiled floor": {"floor": "array"},
    "SimPy floor": {"floor": "simpy"},
    "SimPy floor with its trace": {"floor": "simpy", "keep_trace": True},
}


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """A run on the SimPy floor over the same run on the compiled floor, without and with a trace."""
    return [line for number, policy in enumerate(POLICIES) for line in _of_policy(effort, tell, number, policy)]


def _of_policy(effort: Effort, tell: Tell, number: int, policy: str) -> list[Line]:
    documents = catalogue.world(effort.world), catalogue.policy(policy)

    def run(options: dict[str, Any]) -> Run:
        return simulate(*documents, seed=1, weeks=effort.weeks, **options)

    if len({run(options).events_sha256 for options in FLOORS.values()}) != 1:
        raise RuntimeError(f"{policy}: expected the same events on every floor")
    compiled, *pools = take_turns(
        effort.rounds,
        [lambda options=options: run(options) for options in FLOORS.values()],
        tell=lambda done, total: tell(number * total + done, len(POLICIES) * total),
    )
    lines = [
        Line(what=f"{policy}: {name} over compiled floor", unit="times", rounds=ratios(seconds, compiled), aim=AIM)
        for name, seconds in zip(list(FLOORS)[1:], pools, strict=True)
    ]
    return [*lines, Line(what=f"{policy}: a run on the SimPy floor", unit="s", rounds=tuple(pools[0]))]


MEASURE = Measure(
    name="floors",
    question="What does watching every machine cost?",
    compared="CPU of a whole run on the SimPy floor over the same run on the compiled floor, events being equal",
    ask=ask,
)
