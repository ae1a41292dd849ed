"""Time by phase: where a week goes."""

import time
from collections import Counter
from typing import Any

from harness.effort import Effort
from harness.findings import Line, Measure, Tell

from handoff_scenarios import catalogue
from handoff_sim.compiled import compiled
from handoff_sim.market.room import room_for_market, room_for_supply
from handoff_sim.market.round import MARKET, SUPPLY
from handoff_sim.market.tables import Market
from measures.bare import new_market, outages

POLICIES = ("phone_book", "enforceable_trust")
ROOM = "room in the tables"
OUTAGES = "outages"
ENTRY = "entry into compiled code"


@compiled
def nothing(m: Market, week: int) -> None:
    """A phase that does nothing: what is left is the cost of the call."""


class Stopwatch:
    """CPU seconds by name, from one lap to the next."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.last = time.process_time()

    def lap(self, name: str) -> None:
        """Count the time since the last lap for ``name``."""
        now = time.process_time()
        self.seconds[name] += now - self.last
        self.last = now


def timed_weeks(market: Market, weeks: int) -> dict[str, float]:
    """CPU seconds by phase over all weeks, the cost of calling each phase by itself taken off."""
    watch = Stopwatch()
    for week in range(weeks):
        outages(market, week)
        watch.lap(OUTAGES)
        market = room_for_supply(market, week)
        watch.lap(ROOM)
        _lap_each(watch, SUPPLY, market, week)
        market = room_for_market(market, week)
        watch.lap(ROOM)
        _lap_each(watch, MARKET, market, week)
        nothing(market, week)
        watch.lap(ENTRY)
    entry = watch.seconds.pop(ENTRY)
    whole = {name: watch.seconds.pop(name) for name in (ROOM, OUTAGES)}
    apart = {name: max(0.0, seconds - entry) for name, seconds in watch.seconds.items()}
    return apart | whole | {ENTRY: 2.0 * entry}  # a week is two calls


def _lap_each(watch: Stopwatch, phases: tuple[Any, ...], market: Market, week: int) -> None:
    for phase in phases:
        phase(market, week)
        watch.lap(phase.__name__)


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Share of every phase in the time of a run, largest first."""
    world = catalogue.world(effort.world)
    rounds: dict[str, list[dict[str, float]]] = {policy: [] for policy in POLICIES}
    for turn in range(effort.rounds + 1):
        for number, policy in enumerate(POLICIES):
            tell(turn * len(POLICIES) + number, (effort.rounds + 1) * len(POLICIES))
            weeks = effort.weeks if turn else 2  # the first time loads the machine code
            market = new_market(world, catalogue.policy(policy), seed=1, weeks=weeks)
            seconds = timed_weeks(market, weeks)
            if turn:
                rounds[policy].append(seconds)
    return [line for policy in POLICIES for line in _shares(policy, rounds[policy])]


def _shares(policy: str, rounds: list[dict[str, float]]) -> list[Line]:
    totals = [sum(seconds.values()) for seconds in rounds]
    lines = [
        Line(
            what=f"{policy}: {name}",
            unit="% of a run",
            rounds=tuple(100.0 * seconds[name] / total for seconds, total in zip(rounds, totals, strict=True)),
        )
        for name in rounds[0]
    ]
    return sorted(lines, key=lambda line: -line.median)


MEASURE = Measure(
    name="phases",
    question="Where does a week go?",
    compared="CPU of each phase against that of all phases, room-making and outages; calls of single phases taken off",
    ask=ask,
)
