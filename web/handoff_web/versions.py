"""Which versions a number came from."""

import platform
from importlib.metadata import version

LIBRARIES = ("mesa", "numba", "numpy", "scipy", "simpy")


def versions(model: str) -> dict[str, str]:
    """Versions of Handoff, of its model, of Python and of the libraries that a number may depend on."""
    own = {"handoff": version("handoff-sandbox"), "model": model, "python": platform.python_version()}
    return own | {name: version(name) for name in LIBRARIES}
