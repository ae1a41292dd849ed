"""The first run of a version compiles the model: said aloud, and done before any worker starts."""

import hashlib
from pathlib import Path

from handoff_web.errors import Interrupted
from handoff_web.terminal import remarks


def _compiled() -> Path:
    """The mark left beside the machine code once none is missing; the code is kept for each checkout by itself."""
    from handoff_sim.compiled import CACHE, PACKAGE

    return CACHE / f"all-of-it-{hashlib.sha256(str(PACKAGE).encode()).hexdigest()[:12]}"


def compile_first() -> None:
    """Compile the model if this version of it has not been compiled here, in this process, where Ctrl-C works."""
    if _compiled().exists():
        return
    from handoff_sim.warm import warm

    remarks().print("Compiling the model (a minute or two, once for each version of it) ...")
    try:
        warm()
    except KeyboardInterrupt:
        raise Interrupted("Interrupted while the model was compiled: no run was finished.") from None
    if _compiled().parent.is_dir():
        _compiled().touch()


if __name__ == "__main__":
    compile_first()
