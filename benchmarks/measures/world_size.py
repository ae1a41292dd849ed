"""Cost against the size of the world: whether a hundred times the shops cost a hundred times as much."""

import time
from statistics import fmean
from typing import TYPE_CHECKING, Any

from harness import fresh
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios

if TYPE_CHECKING:
    from handoff_sim.run import Simulation

SHOPS_PER_REGION = 450
MOST_REGIONS = 60
MANY = 2400  # shops; smaller worlds are run under several seeds, so that there is something to measure
AIM = Aim(most=1.5)  # linear is the aim; caches end somewhere, so a shop may cost half as much again
USED = ("behaviour.gain_prior=300", "clock.launch=0")  # everybody joins at once, so that the network is used


def settings(shops: int) -> list[str]:
    """What ``--set`` would say for a world of this size, as crowded as the default world."""
    regions = min(MOST_REGIONS, max(1, round(shops / SHOPS_PER_REGION)))
    return [
        f"population.shops={shops}",
        f"population.buyers={max(1, shops // 2)}",
        f"population.regions={regions}",
        *USED,
    ]


def one_size(*, shops: int, policy: str, weeks: int, seconds: float) -> dict[str, Any]:
    """CPU seconds to build a world and for each of its weeks; called in a process of its own.

    A run that takes longer than ``seconds`` ends with the week it is in.
    """
    from handoff_scenarios import catalogue
    from handoff_sim.policy import apply_settings
    from handoff_sim.run import Simulation, simulate

    document = catalogue.policy(policy)
    simulate(catalogue.world("workshop"), document, seed=1, weeks=2)  # loads the machine code
    world = apply_settings(catalogue.world("default"), settings(shops))
    built, runs = [], []
    for seed in range(1, 1 + max(1, MANY // shops)):
        started = time.process_time()
        simulation = Simulation(world, document, seed=seed, weeks=weeks)
        built.append(time.process_time() - started)
        runs.append(week_by_week(simulation, seconds))
        simulation.close()
        del simulation
    return {"build": fmean(built), "weeks": [fmean(spent) for spent in zip(*runs, strict=False)]}


def week_by_week(simulation: "Simulation", seconds: float) -> list[float]:
    """CPU seconds since the start at the end of every week, until all weeks or ``seconds`` have passed."""
    spent: list[float] = []
    started = time.process_time()
    while simulation.week < simulation.weeks and (not spent or spent[-1] < seconds):
        simulation.step()
        spent.append(time.process_time() - started)
    return spent


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """CPU per shop and week by size, over that of the smallest world; building and memory beside it."""
    lines: list[Line] = []
    for number, policy in enumerate(effort.size_policies):
        found = _sizes(
            effort,
            policy,
            lambda done, total, first=number: tell(first * total + done, total * len(effort.size_policies)),
        )
        lines += _lines(policy, found, effort)
    return lines


def _sizes(effort: Effort, policy: str, tell: Tell) -> dict[int, list[fresh.Answer]]:
    """Every size in every round; one that was cut short is not asked again."""
    found: dict[int, list[fresh.Answer]] = {shops: [] for shops in effort.shops}
    turns = effort.shops * effort.size_rounds
    asked = {"policy": policy, "weeks": effort.size_weeks, "seconds": effort.size_seconds}
    for done, shops in enumerate(turns):
        tell(done, len(turns))
        if not any(len(answer.said["weeks"]) < effort.size_weeks for answer in found[shops]):
            found[shops].append(fresh.call("world_size:one_size", shops=shops, **asked))
    return found


def _lines(policy: str, found: dict[int, list[fresh.Answer]], effort: Effort) -> list[Line]:
    smallest = effort.shops[0]
    lines = []
    for shops, answers in found.items():
        title = f"{policy}, {shops:,} shops"
        runs = [answer.said["weeks"] for answer in answers]
        done = min(map(len, runs))
        if done < effort.size_weeks:
            title += f", the first {done} weeks of {effort.size_weeks}"
        each = [1e6 * run[done - 1] / done / shops for run in runs]
        if shops != smallest:
            base = [1e6 * answer.said["weeks"][done - 1] / done / smallest for answer in found[smallest][: len(runs)]]
            what = f"{title}: a shop-week over one among {smallest}"
            lines.append(Line(what=what, unit="times", rounds=ratios(each, base), aim=AIM))
        build = tuple(1e6 * answer.said["build"] / shops for answer in answers)
        lines += [
            Line(what=f"{title}: a shop-week", unit="us", rounds=tuple(each)),
            Line(what=f"{title}: building, a shop", unit="us", rounds=build),
            Line(what=f"{title}: peak memory", unit="MiB", rounds=tuple(answer.peak_mib for answer in answers)),
        ]
    return lines


MEASURE = Measure(
    name="world-size",
    question="Does cost grow with the world?",
    compared="CPU of the first weeks, each size in a process of its own, all shops in the network from the first week "
    "where there is one; the same weeks of the smallest world below",
    ask=ask,
)
