"""Compile the model once, so that the first run of a user does not wait: ``python -m handoff_sim.warm``."""

import time

from handoff_sim.compiled import is_warm
from handoff_sim.policy.document import Policy
from handoff_sim.run import Simulation
from handoff_sim.world.document import World
from handoff_sim.world.population_fields import Population

WEEKS = 2


def warm() -> float:
    """Compile every phase on a tiny market; returns the seconds it took."""
    started = time.perf_counter()
    world = World(population=Population(shops=8, buyers=3, regions=1))
    for whole in (True, False):
        Simulation(world, Policy(), seed=1, weeks=WEEKS, compiled_round=whole).run()
    Simulation(world, Policy(), seed=1, weeks=WEEKS, floor="simpy").run()
    return time.perf_counter() - started


def main() -> None:
    """Say what is being done, do it, say how long it took."""
    if not is_warm():
        print("Compiling the model; this happens once for each version of it.", flush=True)
    print(f"The model is compiled ({warm():.0f} s).")


if __name__ == "__main__":
    main()
