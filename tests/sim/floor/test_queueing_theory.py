"""The floors against queueing theory: mean waits of Erlang and of Pollaczek and Khinchine, and Little's law.

Source: Kleinrock (1975), Queueing Systems I: 3.8 (M/M/m), 5.6 (M/G/1), 2.1 (Little). Errors are stated with each test;
a run of 150,000 ops at these loads, which are exact, has a standard error of 1 to 2 %.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt
import pytest
import simpy
from tests.sim.floor.small_floor import MINUTES_A_WEEK, Plan, Produces, Situation, Step, market_of

from handoff_sim.floor.array import enqueue
from handoff_sim.floor.choice import ArrayFloor
from handoff_sim.floor.pools import Pool
from handoff_sim.floor.simpy_floor import SimpyFloor
from handoff_sim.floor.trace import Log
from handoff_sim.market.tables import Counter

FloatArray = npt.NDArray[np.float64]
OPS = 150_000
MEAN = 100.0  # minutes of an op
ERROR = 0.04


@dataclass(frozen=True)
class Observed:
    """What a pool did with ops that arrived one by one."""

    arrived: FloatArray  # minute, by op
    started: FloatArray
    ended: FloatArray
    changes: FloatArray  # [change, (minute, ops waiting)]


def observe(machines: int, gaps: FloatArray, minutes: FloatArray) -> Observed:
    """Hand ops to a SimPy pool at any minute, in one week that never ends."""
    env, log = simpy.Environment(), Log()
    pool = Pool(env, number=0, first=0, machines=machines, started=[], done=[], log=log)

    def arrivals() -> Generator[simpy.Event, None, None]:
        for op, (gap, need) in enumerate(zip(gaps.tolist(), minutes.tolist(), strict=True)):
            yield env.timeout(gap)
            pool.accept(op, need)

    env.process(arrivals())
    env.run()
    rows = np.array(sorted((op, start, end) for _, _, op, start, end, _ in log.segments))
    assert len(rows) == len(gaps), "every op is made in one stretch"
    changes = np.array([(minute, waiting) for _, minute, waiting in log.queues], float)
    return Observed(np.cumsum(gaps), rows[:, 1], rows[:, 2], changes)


def scaled(drawn: FloatArray, mean: float) -> FloatArray:
    """Draws brought to their exact mean: the load is then exact, which takes most of the noise out of a wait."""
    return drawn * (mean / drawn.mean())


def erlang_c(machines: int, offered: float) -> float:
    """Chance that an arrival waits in M/M/c: C(c, a) = t / (sum_k<c a^k/k! + t), t = a^c/c! * c/(c - a)."""
    top = offered**machines / factorial(machines) * machines / (machines - offered)
    return top / (sum(offered**k / factorial(k) for k in range(machines)) + top)


@pytest.mark.parametrize(("machines", "load"), [(1, 0.6), (2, 0.65), (4, 0.65)])
def test_waits_are_those_of_erlang(machines: int, load: float) -> None:
    """M/M/c: Wq = C(c, a) * E[S] / (c * (1 - load)), to 4 %."""
    rng = np.random.default_rng([11, machines])
    gaps = scaled(rng.exponential(1.0, OPS), MEAN / (machines * load))
    seen = observe(machines, gaps, scaled(rng.exponential(1.0, OPS), MEAN))
    waits = seen.started - seen.arrived
    chance = erlang_c(machines, machines * load)
    assert (waits > 0).mean() == pytest.approx(chance, rel=ERROR)
    assert waits.mean() == pytest.approx(chance * MEAN / (machines * (1 - load)), rel=ERROR)


def service(kind: str, rng: np.random.Generator) -> FloatArray:
    """Op lengths with mean 1 and a squared coefficient of variation of 0, 1/2 or 2."""
    if kind == "constant":
        return np.ones(OPS)
    if kind == "lognormal":
        sigma = np.sqrt(np.log(1.5))
        return rng.lognormal(-(sigma**2) / 2, sigma, OPS)
    return np.where(rng.random(OPS) < 1 / 3, 2.0, 0.5) * rng.exponential(1.0, OPS)


@pytest.mark.parametrize(("kind", "squared_cv"), [("constant", 0.0), ("lognormal", 0.5), ("two kinds", 2.0)])
def test_waits_are_those_of_pollaczek_and_khinchine(kind: str, squared_cv: float) -> None:
    """M/G/1: Wq = load / (1 - load) * E[S] * (1 + cv^2) / 2, to 4 %."""
    load, rng = 0.6, np.random.default_rng([12, len(kind)])
    seen = observe(1, scaled(rng.exponential(1.0, OPS), MEAN / load), scaled(service(kind, rng), MEAN))
    expected = load / (1 - load) * MEAN * (1 + squared_cv) / 2
    assert (seen.started - seen.arrived).mean() == pytest.approx(expected, rel=ERROR)


def test_little_s_law_holds_for_the_logged_queue() -> None:
    """L = throughput * W, exactly: the time integral of the queue length is the sum of all waits."""
    rng = np.random.default_rng(13)
    seen = observe(3, rng.exponential(MEAN / 2.4, 20_000), rng.exponential(MEAN, 20_000))
    minutes, lengths = seen.changes.T
    assert minutes[-1] <= seen.ended.max()
    assert lengths[-1] == 0
    inside = (np.diff(minutes) * lengths[:-1]).sum()
    assert inside == pytest.approx((seen.started - seen.arrived).sum(), rel=1e-9)


def test_machines_serve_in_order_of_arrival_and_never_wait_while_there_is_work() -> None:
    rng = np.random.default_rng(14)
    seen = observe(2, rng.exponential(60.0, 5_000), rng.exponential(MEAN, 5_000))
    assert (np.diff(seen.started) >= 0).all()
    third = np.array([np.sort(seen.ended[:k])[-2] if k > 1 else 0.0 for k in range(200)])
    assert np.allclose(seen.started[:200], np.maximum(seen.arrived[:200], third))


def weekly_backlog(floor: Produces, arrivals: npt.NDArray[np.int64]) -> Iterator[int]:
    """Ops in the system at each week's end: so many come in a week, one machine, each op takes exactly a week."""
    steps = tuple(Plan(0, ((Step(0, MINUTES_A_WEEK),),)) for _ in range(int(arrivals.sum())))
    market = market_of(Situation(machines=(1, 0, 0, 0), plans=steps, factors=(1.0, 1.0)))
    op = 0
    for week, count in enumerate(arrivals.tolist()):
        market.n[Counter.COMPLETIONS] = 0
        market.stations[0].produced_min = 0
        floor.produce(market, week)
        for _ in range(count):
            market.ops[op].workable_week = week + 1
            market.stations[0].backlog_min += MINUTES_A_WEEK
            enqueue(market, 0, op)
            op += 1
        yield int(market.stations[0].backlog_min) // MINUTES_A_WEEK


@pytest.mark.parametrize("floor", [ArrayFloor(), SimpyFloor()], ids=lambda floor: floor.name)
def test_a_week_of_batches_is_a_queue_with_constant_service(floor: Produces) -> None:
    """N' = max(0, N - 1) + Poisson(a) has the mean a + a^2 / (2 (1 - a)) of M/D/1, here to 5 %."""
    arrivals = np.random.default_rng(15).poisson(0.5, 12_000)
    load = arrivals.mean()
    backlog = np.array(list(weekly_backlog(floor, arrivals)))
    assert backlog.mean() == pytest.approx(load + load**2 / (2 * (1 - load)), rel=0.05)
