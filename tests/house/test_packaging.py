"""What is installed is what was written: versions without addresses, and a wheel with its data."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.!+]*")
LOCK_FILES = ("*.lock", "package-lock.json", "pylock*.toml", "requirements*.txt")
DATA = {".toml", ".html", ".json", ".css", ".js", ".svg", ".mjs", ".graphql", ".typed", ".csv"}
NO_NETWORK = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_cache": os.devnull}  # nothing answers there


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required_names(project: dict) -> set[str]:
    """Names of everything pyproject.toml asks for."""
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {normal(re.split(r"[<>=!~\[; ]", line)[0]) for lines in groups for line in lines}


def test_constraints_name_versions_and_nothing_else(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pins if not PIN.fullmatch(line)] == []
    assert pins


def test_every_library_asked_for_is_pinned(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    pinned = {normal(line.partition("==")[0]) for line in text.splitlines() if "==" in line}
    assert required_names(project) - pinned == set()


def test_lock_files_hold_no_address(root: Path) -> None:
    skipped = {".venv", "node_modules", ".git"}
    found = [
        path
        for pattern in LOCK_FILES
        for path in root.rglob(pattern)
        if not skipped & set(path.relative_to(root).parts)
    ]
    assert [path.name for path in found if "://" in path.read_text(encoding="utf-8")] == []


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"version: {version}" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def build(root: Path, place: Path, target: str) -> None:
    """Build one kind of archive into ``place`` with what is at hand."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(place)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, env=os.environ | NO_NETWORK)


@pytest.mark.slow
def test_the_wheel_holds_every_module_and_every_data_file(root: Path, tmp_path: Path) -> None:
    """Built without the network, as a person who runs ``pip wheel`` would get it."""
    build(root, tmp_path, "wheel")
    (wheel,) = tmp_path.glob("handoff_sandbox-*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    packages = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    for package in packages["targets"]["wheel"]["packages"]:
        folder = root / package
        wanted = {
            path.relative_to(folder.parent).as_posix()
            for path in folder.rglob("*")
            if path.suffix == ".py" or path.suffix in DATA or path.name == "LICENSE"
        }
        assert wanted - shipped == set()
    operations = (root / "graphql" / "operations").glob("*.graphql")
    assert {f"handoff_api/operations/{path.name}" for path in operations} <= shipped
    assert not [name for name in shipped if name.startswith(("tests/", "graphql/"))]


@pytest.mark.slow
def test_the_source_archive_can_fetch_the_browser_s_modules_and_holds_none(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path, "sdist")
    (archive,) = tmp_path.glob("handoff_sandbox-*.tar.gz")
    with tarfile.open(archive) as file:
        held = {name.partition("/")[2] for name in file.getnames()}
    assert {"package.json", "package-lock.json", "hatch_build.py", "web/handoff_web/static/graphiql/start.js"} <= held
    assert {"notebooks/sweep_a_region.ipynb", "notebooks/sweep_a_region.py"} <= held
    assert not [name for name in held if "node_modules" in name or "/vendor/" in name]
