"""The script of an experiment makes it again, to the same hash, in an interpreter that knows nothing of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from handoff_experiments.result_hash import result_hash
from handoff_experiments.runner import Runner
from handoff_experiments.service import Cited, ExperimentSpec
from handoff_experiments.service.conduct import answer
from handoff_experiments.service.script import script
from handoff_scenarios import catalogue
from handoff_sim.policy import Policy, read
from handoff_sim.world.document import World


def dearer() -> Policy:
    directory = catalogue.policy("directory")
    payout = directory.payout.model_copy(update={"take": 0.1})
    return directory.model_copy(update={"payout": payout, "name": "dearer", "title": 'A "dearer" \\ listing'})


def mine() -> Policy:
    return read(Policy, {"name": "mine", "governance": {"liability": "split_50"}, "packet": {"cost": 90}}, file="mine")


def town() -> World:
    workshop = catalogue.world("workshop")
    return workshop.model_copy(update={"name": "town", "about": "The workshop under another name."})


SPEC = ExperimentSpec(
    world=Cited.of(town()),
    baseline=Cited.of(catalogue.policy("phone_book"), ref="phone_book"),
    policies=(Cited.of(catalogue.policy("directory"), ref="directory"), Cited.of(dearer()), Cited.of(mine())),
    yardstick=Cited.of(catalogue.policy("frictionless"), ref="frictionless"),
    pairs=2,
    weeks=40,
    seed=2**64 - 1,
    effects={"S1": 12.5},
    unilateral=False,
)


@pytest.mark.slow
def test_it_ends_in_the_same_result(tmp_path: Path) -> None:
    with Runner(workers=1) as runner:
        expected = result_hash(answer(SPEC.question(), runner).to_json())
    text = script(SPEC, title="One line\nand another", result_sha256=expected)
    file = tmp_path / "again.py"
    file.write_text(text, encoding="utf-8")
    told = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == expected


def test_the_catalogue_is_named_and_the_rest_written_out() -> None:
    text = script(SPEC, title="Dearer", result_sha256=None)
    assert text.startswith("# Dearer\n")
    assert "['directory', policy_2, policy_3]" in text
    assert "policy_2 = read(Policy, " in text
    assert "assert" not in text
    assert "yardstick" not in text
    compile(text, "script", "exec")
    plain = SPEC.model_copy(update={"world": Cited.of(catalogue.world("workshop")), "policies": SPEC.policies[:1]})
    assert "read" not in script(plain, title="Plain", result_sha256=None).replace("# workers read this file, too", "")
