"""The one decorator that compiles rules and phases, and a cache that cannot go stale.

Numba keys a cached function on its own file only: editing a rule in another module would leave
the old machine code of its callers in place. The cache therefore lives in a folder named after a
hash of every source file of the package, and folders of other versions are removed.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numba
from numba.core import types
from platformdirs import user_cache_path

Function = TypeVar("Function", bound=Callable[..., object])

PACKAGE = Path(__file__).parent
COMPILED = (
    "codes.py", "decision_kinds.py", "compiled.py", "streams.py", "floor/array.py", "floor/exchange.py",
    "floor/week.py", "ledger", "market", "rules", "strategies/formulas.py",
)  # fmt: skip
KEEP_DAYS = 1.0

# In compiled code a member of an IntEnum is the integer that it is: one machine version of a function
# then serves every enum, where numba would otherwise compile one for each.
setattr(types.IntEnumClass, "member_type", property(lambda kind: kind.dtype))  # noqa: B010 (not a plain attribute)


def source_hash(parts: tuple[str, ...] = (".",)) -> str:
    """Hash of the package's Python sources (or some of them) and of the compiler's version (16 hex digits)."""
    digest = hashlib.sha256(f"numba {numba.__version__}".encode())
    paths = {path for part in parts for path in (PACKAGE / part).rglob("*.py")}
    paths |= {PACKAGE / part for part in parts if part.endswith(".py")}
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def use_cache_of_these_sources() -> Path:
    """Point numba's cache at a folder that belongs to the present sources; drop old ones."""
    base = Path(os.environ.get("HANDOFF_CACHE_DIR", user_cache_path("handoff"))) / "compiled"
    folder = base / source_hash(COMPILED)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder  # an unwritable home: numba falls back to compiling in memory
    horizon = time.time() - KEEP_DAYS * 86400
    for other in base.iterdir():
        if other != folder and other.stat().st_mtime < horizon:
            shutil.rmtree(other, ignore_errors=True)
    os.utime(folder)
    setattr(numba.config, "CACHE_DIR", str(folder))  # noqa: B010 (set by name at run time)
    return folder


CACHE = use_cache_of_these_sources()


def is_warm() -> bool:
    """Whether machine code of these very sources is in the cache already."""
    return any(CACHE.rglob("*.nbi"))


if TYPE_CHECKING:

    def compiled(function: Function) -> Function:
        """To a type checker the decorator is the identity."""
        return function
else:

    def compiled(function):
        """Compile on first call; a literal argument is a number like any other, not a version of its own."""
        dispatcher = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
        if not hasattr(dispatcher, "get_call_template"):
            return dispatcher  # NUMBA_DISABLE_JIT: the plain function
        resolve = dispatcher.get_call_template
        dispatcher.get_call_template = lambda args, kws: resolve(
            tuple(types.unliteral(kind) for kind in args),
            {name: types.unliteral(kind) for name, kind in kws.items()},
        )
        return dispatcher
