"""What the numbers were measured on: versions and cores, and how busy the machine was; no names, no places."""

import os
import platform
from importlib.metadata import version
from typing import Any

LIBRARIES = ("numpy", "numba", "llvmlite", "mesa", "simpy")


def machine() -> dict[str, Any]:
    """Facts that make two documents comparable."""
    from handoff_experiments.workers import default_workers
    from handoff_sim.run import MODEL_VERSION

    return {
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
        "model": MODEL_VERSION,
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": default_workers(),
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }
