"""What the page takes comes from npm when Handoff is built: once, from a lock file, and never as a surprise."""

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

LOCKED = ("package.json", "package-lock.json")


@pytest.fixture
def hook(root: Path) -> ModuleType:
    """The build hook as a module."""
    spec = importlib.util.spec_from_file_location("handoff_build_hook", root / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that has nothing from npm yet, on a machine where npm has no network."""
    for name in LOCKED:
        shutil.copy(root / name, tmp_path)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    return tmp_path


def fill(hook: ModuleType, tree: Path) -> None:
    """Lay down files that fit the tree's lock file."""
    for package, names in hook.TAKEN.items():
        for name in names:
            path = hook.vendor(tree) / package / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("as fetched", encoding="utf-8")
    hook.stamp(tree).write_text(hook.wanted(tree), encoding="utf-8")


def build(hook: ModuleType, tree: Path, version: str) -> None:
    """Run the hook as the build of a wheel ("standard") or of an editable install does."""
    hook.BrowserModules(str(tree), {}, None, None, "", "wheel").initialize(version, {"force_include": {}})


def needs(hook: ModuleType, tree: Path) -> list[str]:
    return hook.BrowserModules(str(tree), {}, None, None, "", "wheel").dependencies()


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_what_is_in_place_needs_neither_node_nor_a_network(hook: ModuleType, tree: Path, version: str) -> None:
    fill(hook, tree)
    assert needs(hook, tree) == []
    build(hook, tree, version)
    assert (hook.vendor(tree) / "react" / "LICENSE").read_text(encoding="utf-8") == "as fetched"


def test_a_changed_lock_file_or_a_lost_file_is_noticed(hook: ModuleType, tree: Path) -> None:
    fill(hook, tree)
    (hook.vendor(tree) / "graphiql" / "LICENSE").unlink()
    assert needs(hook, tree) == [hook.NODE]
    fill(hook, tree)
    lock = tree / "package-lock.json"
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert needs(hook, tree) == [hook.NODE]


def test_without_npm_an_editable_install_goes_on_and_says_what_it_lacks(
    hook: ModuleType, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(hook, tree, "editable")
    said = "".join(capsys.readouterr())
    assert "without its page until `make setup`" in said
    assert "ECONNREFUSED" in said
    assert not hook.vendor(tree).exists()


def test_without_npm_there_is_no_wheel(
    hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> None:
        raise hook.CannotFetch("npm ended with status 1")

    monkeypatch.setattr(hook, "run_npm_ci", refuse)
    with pytest.raises(SystemExit):
        build(hook, tree, "standard")
    assert "A wheel of Handoff holds modules of its page, which could not be fetched: npm ended with" in "".join(
        capsys.readouterr()
    )


def test_files_are_taken_from_what_npm_brought_and_marked_last(
    hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bring(folder: Path) -> None:
        assert all((folder / name).read_bytes() == (tree / name).read_bytes() for name in LOCKED)
        for package, names in hook.TAKEN.items():
            for name in names:
                path = folder / "node_modules" / package / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"{package} {name}", encoding="utf-8")

    monkeypatch.setattr(hook, "run_npm_ci", bring)
    build(hook, tree, "standard")
    assert (hook.vendor(tree) / "react-dom" / "react-dom.production.min.js").read_text(encoding="utf-8") == (
        "react-dom umd/react-dom.production.min.js"
    )
    assert hook.in_place(tree)


def test_versions_are_exact_and_every_package_is_checked_by_its_hash(root: Path) -> None:
    asked = json.loads((root / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    exact = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in exact} == exact
    assert [name for name, entry in lock.items() if name and not entry["integrity"].startswith("sha512-")] == []


def test_whatever_is_taken_goes_with_its_licence(hook: ModuleType) -> None:
    licences = {"LICENSE", "LICENSE.md"}
    assert [package for package, names in hook.TAKEN.items() if not licences & set(names)] == []
