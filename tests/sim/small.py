"""Small worlds and shorthand that the tests of the engine share."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_scenarios import catalogue
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.run import Run, Simulation, simulate
from handoff_sim.world.document import World

PRESETS = catalogue.policies()
NETWORKS = tuple(name for name in PRESETS if catalogue.policy(name).network)
WEEKS = 60

# Caution, habit and ignorance keep shops out of a network; without them most join, and its rules are at work.
EAGER = {
    "behaviour.curiosity": 0.1,
    "behaviour.gain_prior": 300,
    "behaviour.gain_prior_n": 50,
    "population.autonomy_max": 20,
    "clock.launch": 8,
}


def world(name: str = "default", **settings: Any) -> World:
    """A catalogue world with settings, whose dots are written as double underscores."""
    return apply_settings(catalogue.world(name), {key.replace("__", "."): value for key, value in settings.items()})


def eager(name: str = "default", **settings: Any) -> World:
    """A world whose shops are ready to join a network early."""
    return apply_settings(world(name, **settings), EAGER)


def policy(name: str, **settings: Any) -> Policy:
    """A catalogue policy with settings, whose dots are written as double underscores."""
    return apply_settings(catalogue.policy(name), {key.replace("__", "."): value for key, value in settings.items()})


def path(where: World, weeks: int, shops: int, buyers: int) -> npt.NDArray[np.int64]:
    """Prescribed membership for a whole run: 1 in, 0 out, -1 free, for all shops and for all buyers."""
    forced = np.empty((weeks + 1, where.population.shops + where.population.buyers), np.int64)
    forced[:, : where.population.shops] = shops
    forced[:, where.population.shops :] = buyers
    return forced


def run(where: World, what: Policy, seed: int = 1, weeks: int = WEEKS, **options: Any) -> Run:
    """One run, its events kept."""
    return simulate(where, what, seed=seed, weeks=weeks, **{"keep_events": True, **options})


@cache
def preset_run(where: str, what: str, seed: int = 1, weeks: int = WEEKS) -> Run:
    """A run of catalogue entries that several tests look at."""
    return run(catalogue.world(where), catalogue.policy(what), seed, weeks)


def stepped(where: World, what: Policy, *, seed: int = 1, weeks: int = WEEKS, **options: Any) -> Run:
    """A run through ``Simulation``, for options that ``simulate`` does not take."""
    return Simulation(where, what, seed=seed, weeks=weeks, **options).run()
