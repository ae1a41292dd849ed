"""The two commands of the README ask for things that exist."""

import re
import subprocess
from pathlib import Path

import pytest

from handoff_scenarios import catalogue

NEWCOMER = ("setup", "demo", "test", "check", "golden", "bench")


def test_the_demo_names_a_world_and_policies_of_the_catalogue(root: Path) -> None:
    text = (root / "Makefile").read_text(encoding="utf-8")
    (command,) = re.findall(r"handoff compare ([a-z0-9_ ]+)", text)
    world, *policies = command.split()
    assert world in catalogue.worlds()
    assert set(policies) <= set(catalogue.policies())


@pytest.mark.parametrize("target", NEWCOMER)
def test_a_target_is_listed_with_what_it_does(root: Path, target: str) -> None:
    listed = subprocess.run(["make", "help"], cwd=root, check=True, capture_output=True, text=True).stdout
    assert re.search(rf"make {target} +\S", listed)


def test_continuous_integration_runs_what_a_person_runs(root: Path) -> None:
    assert "make test" in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_exist(root: Path) -> None:
    from handoff_web.cli import app

    known = {command.callback.__name__ for command in app.registered_commands if command.callback}
    used = set(re.findall(r"^handoff (\w+)", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert used
    assert used <= known
