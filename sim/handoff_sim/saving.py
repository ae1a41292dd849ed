"""Saving a run between two weeks and going on with it later, here or elsewhere, to the same end (M5).

The calendar holds no state of its own: it is rebuilt at the saved week. What is saved is the tables, the two documents,
the options, and the chained hash of the events so far.
"""

import json
import os
from pathlib import Path
from typing import Any, cast

import numpy as np

from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Market
from handoff_sim.policy.document import Policy
from handoff_sim.run import MODEL_VERSION, Simulation
from handoff_sim.world.document import World

ABOUT = "_about"


class SavedRunError(ValueError):
    """A file that is no saved run of this version of the model."""


def save(simulation: Simulation, path: str | Path) -> Path:
    """Write a run to ``path`` (.npz) at a week end; the file appears whole or not at all.

    Rows kept for a data frame (events, ledger entries, decisions, trace) of the weeks before are not saved.
    """
    target = Path(path)
    about = {
        "model_version": MODEL_VERSION,
        "world": simulation.world.plain(),
        "policy": simulation.policy.plain(),
        "seed": simulation.seed,
        "weeks": simulation.weeks,
        "week": simulation.week,
        "digest": simulation.digest.hex(),
        "keep_events": simulation.keep_events,
        "record_decisions": simulation.keep_decisions,
        "floor": simulation.floor.name,
        "keep_trace": simulation.keep_trace,
    }
    arrays: dict[str, Any] = {name: array_of(cast(Any, table)) for name, table in simulation.market._asdict().items()}
    arrays[ABOUT] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    part = target.with_name(target.name + ".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)
    os.replace(part, target)
    return target


def restore(path: str | Path, *, check: bool = False) -> Simulation:
    """A simulation that stands where the saved one stood.

    Raises SavedRunError when the file is not a saved run or comes from another version of the model.
    """
    try:
        with np.load(path, allow_pickle=False) as saved:
            about = json.loads(saved[ABOUT].tobytes())
            arrays = {name: saved[name] for name in Market._fields}
    except (KeyError, ValueError, OSError) as problem:
        raise SavedRunError(f"{path}: expected a saved run (.npz); found {problem}") from problem
    if about["model_version"] != MODEL_VERSION:
        raise SavedRunError(f"{path}: expected a run of model version {MODEL_VERSION}; found {about['model_version']}")
    simulation = Simulation(
        World.model_validate(about["world"]),
        Policy.model_validate(about["policy"]),
        seed=about["seed"],
        weeks=about["weeks"],
        keep_events=about["keep_events"],
        record_decisions=about["record_decisions"],
        floor=about["floor"],
        keep_trace=about["keep_trace"],
        check=check,
    )
    tables = {name: array.view(np.recarray) if array.dtype.names else array for name, array in arrays.items()}
    tables["seats"][:] = 0  # whoever sat there is not in the file
    tables["p"]["record_decisions"] = simulation.keep_decisions
    simulation.resume(Market(**tables), about["week"], bytes.fromhex(about["digest"]))
    return simulation
