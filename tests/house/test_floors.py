"""The house has floors, and arrows between them point down only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff_sim.compiled import COMPILED, PACKAGE

FLOORS = {  # import package: its source root, lowest first
    "handoff_sim": "sim",
    "handoff_scenarios": "scenarios",
    "handoff_experiments": "experiments",
    "handoff_api": "graphql",
    "handoff_web": "web",
}
ORDER = list(FLOORS)
ROOT = Path(__file__).resolve().parents[2]
BUILT = [name for name, place in FLOORS.items() if (ROOT / place / name).exists()]  # a floor may come later
LONGEST_FILE = 450  # lines
RANDOM_MODULES = {"random", "secrets", "uuid"}


def python_files(root: Path, package: str) -> list[Path]:
    """Sources of one package; empty for a floor that is not built yet."""
    return sorted((root / FLOORS[package] / package).rglob("*.py"))


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, wherever in the file it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module


def upward_imports(source: str, package: str) -> list[str]:
    """Imports in a file of ``package`` that reach a floor above it."""
    above = set(ORDER[ORDER.index(package) + 1 :])
    return [
        f"line {line}: {name}" for line, name in imported_modules(ast.parse(source)) if name.partition(".")[0] in above
    ]


def unkeyed_randomness(source: str) -> list[str]:
    """Places where a file draws, or could draw, from anything but a keyed stream."""
    tree = ast.parse(source)
    found = [
        f"line {line}: import {name}"
        for line, name in imported_modules(tree)
        if name.partition(".")[0] in RANDOM_MODULES or name.startswith("numpy.random")
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"random", "rng"}:
            owner = ast.unparse(node.value)
            if owner in {"np", "numpy", "self", "model", "self.model"}:
                found.append(f"line {node.lineno}: {owner}.{node.attr}")
        if isinstance(node, ast.ImportFrom) and node.module == "numpy":
            found += [f"line {node.lineno}: numpy.{a.name}" for a in node.names if a.name == "random"]
    return found


@pytest.mark.parametrize("package", BUILT)
def test_arrows_point_down_only(root: Path, package: str) -> None:
    offences = {
        str(path.relative_to(root)): found
        for path in python_files(root, package)
        if (found := upward_imports(path.read_text(encoding="utf-8"), package))
    }
    assert offences == {}


def test_an_upward_import_is_caught() -> None:
    assert upward_imports("def f():\n    import handoff_web.cli", "handoff_sim") == ["line 2: handoff_web.cli"]
    assert upward_imports("from handoff_sim.run import simulate", "handoff_scenarios") == []


def test_the_model_draws_from_keyed_streams_only(root: Path) -> None:
    offences = {
        str(path.relative_to(root)): found
        for path in python_files(root, "handoff_sim")
        if (found := unkeyed_randomness(path.read_text(encoding="utf-8")))
    }
    assert offences == {}


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.default_rng(1)",
        "class A:\n    def f(self): return self.random.random()",
    ],
)
def test_a_draw_outside_the_keyed_streams_is_caught(source: str) -> None:
    assert unkeyed_randomness(source) != []


@pytest.mark.parametrize("package", BUILT)
def test_every_file_has_one_subject(root: Path, package: str) -> None:
    long_files = {
        str(path.relative_to(root)): lines
        for path in python_files(root, package)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long_files == {}


def test_the_graphql_folder_never_becomes_a_package(root: Path) -> None:
    """With an __init__.py it would hide the graphql library from whatever runs at the root."""
    assert not (root / "graphql" / "__init__.py").exists()


@pytest.mark.parametrize("source_root", [FLOORS[name] for name in BUILT])
def test_a_source_root_holds_one_package(root: Path, source_root: str) -> None:
    folder = root / source_root
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert packages == {name for name, place in FLOORS.items() if place == source_root}
    assert not (folder / "__init__.py").exists()


@pytest.mark.parametrize("package", BUILT)
def test_every_package_says_that_it_is_typed(root: Path, package: str) -> None:
    assert (root / FLOORS[package] / package / "py.typed").exists()


def test_every_compiled_file_counts_for_the_compiler_s_cache() -> None:
    """Otherwise editing it would leave old machine code in place."""
    counted = {PACKAGE / part for part in COMPILED}
    files = [path for path in PACKAGE.rglob("*.py") if "\n@compiled\n" in path.read_text(encoding="utf-8")]
    assert len(files) > 50
    assert [str(path) for path in files if not counted & {path, *path.parents}] == []
    assert all(part.exists() for part in counted)
