"""Commands that show what there is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handoff_scenarios import catalogue
from handoff_sim.metrics import CONTRASTS, METRICS
from handoff_sim.rules import RULES


def test_worlds_lists_the_catalogue(handoff) -> None:
    said = handoff("worlds", "--json")
    assert {row["name"] for row in said.document} == set(catalogue.worlds())
    assert all(row["about"] and len(row["hash"]) == 64 for row in said.document)


def test_policies_lists_the_catalogue(handoff) -> None:
    said = handoff("policies", "--json")
    assert {row["name"] for row in said.document} == set(catalogue.policies())


def test_a_policy_is_shown_by_what_differs_from_the_defaults(handoff) -> None:
    said = handoff("policies", "enforceable_trust")
    assert said.code == 0
    assert "payment.payment_owner" in said.out
    assert "escrow" in said.out


def test_a_document_as_json_states_every_field(handoff) -> None:
    document = handoff("policies", "phone_book", "--json").document
    assert document["network"] is False
    assert document["payout"]["take"] == pytest.approx(0.05)
    assert document["hash"] == catalogue.policy("phone_book").content_hash


def test_metrics_are_served_with_unit_direction_and_formula(handoff) -> None:
    rows = handoff("metrics", "--json").document
    assert [row["code"] for row in rows] == [metric.code for metric in (*METRICS, *CONTRASTS)]
    assert all(row["unit"] and row["formula"] and row["direction"] for row in rows)


def test_rules_are_served_with_their_documentation(handoff) -> None:
    rows = handoff("rules", "--json").document
    assert [row["name"] for row in rows] == [rule.name for rule in RULES]
    assert all(row["documentation"].startswith(row["summary"]) for row in rows)


@pytest.mark.parametrize("name", ["R11", "r11"])
def test_a_rule_by_number_shows_every_formula_of_it(handoff, name: str) -> None:
    said = handoff("rules", name)
    assert "handoff_value" in said.out
    assert "decline_code" in said.out


def test_a_rule_by_name_shows_that_formula(handoff) -> None:
    said = handoff("rules", "decline_code")
    assert "decline_code" in said.out
    assert "R11 handoff_value" not in said.out


@pytest.mark.parametrize("arguments", [("--help",), ("compare", "--help"), ("run", "--help")])
def test_help_is_shown(handoff, arguments: tuple[str, ...]) -> None:
    said = handoff(*arguments)
    assert said.code == 0
    assert "Usage: handoff" in said.out


def test_the_version_is_shown(handoff) -> None:
    assert handoff("--version").out.startswith("handoff 0.")


def test_python_m_handoff_web_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handoff_web", "worlds", "--json"]
    said = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "sedgwick_2019" in said.stdout


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m handoff_web rules | head -n 1"
    said = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_wide_tables_are_not_broken_in_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handoff_web", "policies"]
    usual = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # test runners set it
    said = subprocess.run(command, cwd=tmp_path, env=usual, check=True, capture_output=True, text=True)
    assert max(map(len, said.stdout.splitlines())) > 100
