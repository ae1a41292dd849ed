"""What made a result: versions of the model, of ourselves and of the libraries that matter."""

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from handoff_experiments.contrasts import Arm

LIBRARIES = ("numpy", "scipy", "statsmodels", "numba", "mesa", "simpy", "plotly")
OF_A_RUN = ("mesa", "numba", "numpy", "scipy", "simpy")


def versions(arms: Sequence[Arm]) -> dict[str, str]:
    """Versions by name; a library that is not installed is left out."""
    models = {run.model_version for arm in arms for run in arm.runs if run is not None and run.model_version}
    found = {"model": ", ".join(sorted(models)), "python": platform.python_version()}
    for name in ("handoff-sandbox", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def versions_of_model(model: str) -> dict[str, str]:
    """Versions of Handoff, of its model, of Python and of the libraries that a single run's numbers may depend on."""
    own = {"handoff": version("handoff-sandbox"), "model": model, "python": platform.python_version()}
    return own | {name: version(name) for name in OF_A_RUN}
