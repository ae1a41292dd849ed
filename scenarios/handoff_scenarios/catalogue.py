"""The catalogue of worlds and policies: found by name, or read from a file of one's own.

A file states only what differs from the defaults, or from the documents it names under ``base``. Several
bases are laid over the defaults in order, each once; what the file says itself comes last.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from handoff_sim.policy import DocumentError, Policy, Problem, read
from handoff_sim.policy.group import Document
from handoff_sim.policy.problems import closest_first, one_of, shown
from handoff_sim.policy.reading import overlay
from handoff_sim.world.document import World

HERE = Path(__file__).parent
BASE = "base"
AnyDocument = TypeVar("AnyDocument", bound=Document)


def worlds() -> tuple[str, ...]:
    """Names of the worlds, in alphabetical order."""
    return _names("worlds")


def policies() -> tuple[str, ...]:
    """Names of the policies, in alphabetical order."""
    return _names("policies")


def world(name_or_path: str | Path) -> World:
    """A world by its name in the catalogue, or from a TOML file.

    Raises
    ------
    DocumentError: unknown name (with the closest ones), unreadable file, or a document with faults
    """
    return _load(World, "worlds", str(name_or_path))


def policy(name_or_path: str | Path) -> Policy:
    """A policy by its name in the catalogue, or from a TOML file.

    Raises
    ------
    DocumentError: unknown name (with the closest ones), unreadable file, or a document with faults
    """
    return _load(Policy, "policies", str(name_or_path))


def stated(folder: str, name: str) -> dict[str, Any]:
    """What the file of a catalogue entry says itself, ``base`` included."""
    return _parsed(HERE / folder / f"{name}.toml", f"{folder}/{name}.toml")


def bases(folder: str, name: str) -> tuple[str, ...]:
    """Entries that a catalogue entry builds on, deepest first, itself left out."""
    order: list[str] = []
    _collect(folder, f"{folder}/{name}.toml", stated(folder, name), order, (name,))
    return tuple(order)


def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (HERE / folder).glob("*.toml")))


def _load(kind: type[AnyDocument], folder: str, name: str) -> AnyDocument:
    if name in _names(folder):
        return cast("AnyDocument", _entry(kind, folder, name))
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        return _from_file(kind, folder, path)
    known = closest_first(name, _names(folder))
    what = "world" if folder == "worlds" else "policy"
    problem = Problem(path=what, expected=f"{one_of(known)}, or a .toml file", found=shown(name), options=known)
    raise DocumentError(folder, (problem,))


@cache
def _entry(kind: type[AnyDocument], folder: str, name: str) -> AnyDocument:
    """A catalogue entry; its documents never change, so each is read once."""
    return _resolved(kind, folder, f"{folder}/{name}.toml", stated(folder, name), (name,))


def _from_file(kind: type[AnyDocument], folder: str, path: Path) -> AnyDocument:
    data = {"name": path.stem, **_parsed(path, str(path))}
    return _resolved(kind, folder, str(path), data, ())


def _resolved(
    kind: type[AnyDocument], folder: str, file: str, data: Mapping[str, Any], chain: tuple[str, ...]
) -> AnyDocument:
    order: list[str] = []
    _collect(folder, file, data, order, chain)
    full: dict[str, Any] = {}
    for base in order:
        full = overlay(full, _own(stated(folder, base)))
    return read(kind, overlay(_without_description(full), _own(data)), file=file)


def _own(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != BASE}


def _without_description(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("name", "title", "about", "source")}


def _collect(folder: str, file: str, data: Mapping[str, Any], order: list[str], chain: tuple[str, ...]) -> None:
    """Append the bases of a document to ``order``, the deepest first, each once."""
    named = data.get(BASE, [])
    for base in [named] if isinstance(named, str) else named:
        if base not in _names(folder) or base in chain:
            options = closest_first(str(base), (name for name in _names(folder) if name not in chain))
            raise DocumentError(
                file, (Problem(path=BASE, expected=one_of(options), found=shown(base), options=options),)
            )
        if base in order:
            continue
        _collect(folder, f"{folder}/{base}.toml", stated(folder, base), order, (*chain, base))
        order.append(base)


def _parsed(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DocumentError(file, (Problem(path="file", expected="a TOML file", found="nothing there"),)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DocumentError(file, (Problem(path="file", expected="valid TOML", found=str(error)),)) from None
