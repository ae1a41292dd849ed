"""The engine against the same rules as plain Python objects: Mesa agents and floats, in ``benchmarks/reference``."""

import random
import time
from dataclasses import dataclass, field

from harness.clock import cpu_seconds
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios
from reference.draws import SequentialDraws
from reference.situation import load, new_model

from handoff_scenarios import catalogue
from handoff_sim.market.round import MARKET
from handoff_sim.market.tables import Market
from handoff_sim.policy.document import Policy
from handoff_sim.run import simulate
from handoff_sim.world.document import World
from measures.bare import new_market, to_quotes
from measures.phases import nothing

CORE = MARKET[:4]
NAMES = ("solicit_quotes", "price_quotes", "award_jobs", "decide_makers")
AIM = Aim(least=100.0)


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """CPU seconds by round; core and reference over the same recorded weeks."""

    core: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


def engine_core(world: World, policy: Policy, weeks: int, chosen: range) -> float:
    """CPU seconds of phases 4 to 7 in the chosen weeks, as one entry into compiled code a week."""
    market = new_market(world, policy, seed=1, weeks=weeks)
    spent = entries = 0.0
    for week in range(weeks):
        market = to_quotes(market, week)
        started = time.process_time()
        for phase in CORE:
            phase(market, week)
        ended = time.process_time()
        nothing(market, week)
        if week in chosen:
            spent += ended - started
            entries += time.process_time() - ended
        _after_the_core(market, week)
    return spent - (len(CORE) - 1) * entries


def reference_core(world: World, policy: Policy, weeks: int, chosen: range) -> float:
    """CPU seconds of the reference's step in the chosen weeks, each loaded with the engine's situation beforehand."""
    market = new_market(world, policy, seed=1, weeks=weeks)
    model = new_model(market)
    draws = SequentialDraws(random.Random(1))  # the cheapest luck there is in Python
    spent = 0.0
    for week in range(weeks):
        market = to_quotes(market, week)
        if week in chosen:
            load(model, market, week, draws)
            spent += cpu_seconds(model.step)
        for phase in CORE:
            phase(market, week)
        _after_the_core(market, week)
    return spent


def _after_the_core(market: Market, week: int) -> None:
    for phase in MARKET[len(CORE) :]:
        phase(market, week)


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """How many times faster the engine is, in the same phases and as a whole run."""
    if tuple(phase.__name__ for phase in CORE) != NAMES:
        raise RuntimeError(f"round.MARKET: expected {', '.join(NAMES)} first; the reference has these phases only")
    documents = catalogue.world(effort.world), catalogue.policy("phone_book")
    chosen = range(0, effort.weeks, effort.reference_every)
    found = Rounds()
    engine_core(*documents, 2, chosen)  # loads the machine code
    for turn in range(effort.rounds):
        tell(turn, effort.rounds)
        found.core.append(engine_core(*documents, effort.weeks, chosen))
        found.whole.append(cpu_seconds(lambda: simulate(*documents, seed=1, weeks=effort.weeks)))
        found.reference.append(reference_core(*documents, effort.weeks, chosen))
    return _lines(found, len(chosen), effort.weeks)


def _lines(found: Rounds, chosen: int, weeks: int) -> list[Line]:
    in_all = [seconds * weeks / chosen for seconds in found.reference]
    return [
        Line(
            what=f"quotes, awards, handoffs in {chosen} weeks: reference over engine",
            unit="times",
            rounds=ratios(found.reference, found.core),
            aim=AIM,
        ),
        Line(
            what=f"the reference's core in {weeks} weeks over the engine's whole run",
            unit="times",
            rounds=ratios(in_all, found.whole),
        ),
        Line(what="the reference, a week", unit="ms", rounds=tuple(1e3 * s / chosen for s in found.reference)),
        Line(what="the engine, the same phases, a week", unit="ms", rounds=tuple(1e3 * s / chosen for s in found.core)),
        Line(what="the engine, everything, a week", unit="ms", rounds=tuple(1e3 * s / weeks for s in found.whole)),
    ]


MEASURE = Measure(
    name="reference",
    question="How much faster is the engine than the same rules as plain Python objects?",
    compared="CPU of phases 4 to 7 on the same recorded weeks, phone book; loading the situations is left out",
    ask=ask,
)
