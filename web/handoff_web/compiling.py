"""The first run of a version compiles the model: said aloud, and done before any worker starts."""

from handoff_web.errors import Interrupted
from handoff_web.terminal import remarks

DONE = "all-of-it"  # beside the machine code, once none is missing


def compile_first() -> None:
    """Compile the model if this version of it has not been compiled here, in this process, where Ctrl-C works."""
    from handoff_sim.compiled import CACHE

    if (CACHE / DONE).exists():
        return
    from handoff_sim.warm import warm

    remarks().print("Compiling the model (a minute or two, once for each version of it) ...")
    try:
        warm()
    except KeyboardInterrupt:
        raise Interrupted("Interrupted while the model was compiled: no run was finished.") from None
    if CACHE.is_dir():
        (CACHE / DONE).touch()


if __name__ == "__main__":
    compile_first()
