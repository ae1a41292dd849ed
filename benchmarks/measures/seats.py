"""What seats cost: the same run with every decision, or one shop's, asked of Python."""

from collections.abc import Callable
from functools import partial
from typing import Any

from harness.clock import take_turns
from harness.effort import Effort
from harness.findings import Line, Measure, Tell, ratios

from handoff_scenarios import catalogue
from handoff_sim import FactoryModel
from handoff_sim.agents import SEATS, Actor
from handoff_sim.run import Run, simulate

POLICIES = ("phone_book", "enforceable_trust")
PLACES = ("shop_class", "buyer_class", "operator_class", "vertical_class")
ONE = 0  # the shop that is seated alone


def thoughtful(base: type[Actor]) -> type[Actor]:
    """A seat whose every hook is Python, and calls the shared rule."""

    def hook(name: str) -> Callable[[Actor, Any], Any]:
        return lambda self, case: getattr(base, name)(self, case)

    return type(f"Thoughtful{base.__name__}", (base,), {each.name: hook(each.name) for each in base.HOOKS})


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """A run with seats over the same run without, the events being equal."""
    return [line for number, policy in enumerate(POLICIES) for line in _of_policy(effort, tell, number, policy)]


def _of_policy(effort: Effort, tell: Tell, number: int, policy: str) -> list[Line]:
    documents = catalogue.world(effort.world), catalogue.policy(policy)
    everybody = {place: thoughtful(base) for place, base in zip(PLACES, SEATS, strict=True)}
    options: dict[str, dict[str, Any]] = {"one shop": {"seats": {ONE: everybody["shop_class"]}}, "all seats": everybody}

    def compiled() -> Run:
        return simulate(*documents, seed=1, weeks=effort.weeks)

    def seated(chosen: dict[str, Any]) -> Run:
        with FactoryModel(*documents, seed=1, weeks=effort.weeks, **chosen) as model:
            return model.run()

    runs = [compiled, *(partial(seated, chosen) for chosen in options.values())]
    if len({run().events_sha256 for run in runs}) != 1:
        raise RuntimeError(f"{policy}: expected the same events with seats that call the rules")
    alone, *others = take_turns(
        max(2, effort.rounds // 3), runs, tell=lambda done, total: tell(number * total + done, len(POLICIES) * total)
    )
    return [
        Line(what=f"{policy}: {name} in Python over the compiled run", unit="times", rounds=ratios(seconds, alone))
        for name, seconds in zip(options, others, strict=True)
    ]


MEASURE = Measure(
    name="seats",
    question="What does a seat in plain Python cost?",
    compared="CPU of a whole run whose seats ask Python for every decision over the compiled run, events being equal",
    ask=ask,
)
