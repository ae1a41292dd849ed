"""Whom the network could have: shops in its lane, and those of them still in business (D81)."""

import numpy as np

from handoff_sim.metrics.arrays import Bools
from handoff_sim.records import Records


def in_lane(records: Records) -> Bools:
    """Shops with a process and a region of the network's lane."""
    p = records.parameters[0]
    processes = np.arange(records.processes)
    open_process = (int(p["lane_processes"]) >> processes) & 1 == 1
    owned = records.stations["machines"].reshape(records.n_shops, records.processes) > 0
    open_region = (int(p["lane_regions"]) >> records.shops["region"]) & 1 == 1
    lane: Bools = (owned & open_process).any(axis=1) & open_region
    return lane


def eligible(records: Records) -> Bools:
    """Shops in the lane that are not insolvent at the end of the run."""
    alive: Bools = records.shops["closed_week"] < 0
    return in_lane(records) & alive
