"""The ODD protocol and the model card are the code's: nothing in them can go stale unnoticed."""

import re
from pathlib import Path

import pytest

from handoff_experiments.documentation import naming
from handoff_experiments.documentation.documents import DOCUMENTS, render
from handoff_experiments.documentation.entities import TABLES, variables
from handoff_experiments.documentation.meanings import MEANINGS
from handoff_experiments.documentation.parameters import parameters, unread
from handoff_experiments.documentation.reading import PACKAGE, calls, plain
from handoff_experiments.documentation.rules import told
from handoff_experiments.documentation.streams import all_draws
from handoff_scenarios import catalogue
from handoff_sim.market.columns import columns_of
from handoff_sim.market.round import MARKET, SUPPLY, market_half, supply_half
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.run import simulate
from handoff_sim.world.document import World

DOCS = Path(__file__).parents[2] / "docs"
LONGEST_ROW = 200  # characters of a table's line
OTHER_VALUES = {  # of fields that no rule reads
    "behaviour.handoff_h": 4.0,
    "reputation.buyer_w": {"award_rate": 0.0, "packet_quality": 0.0, "pay_lag": 1.0},
    "reputation.portable": False,
    "reputation.feedback_reveal": "sequential",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_is_the_code_s(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == render(name), f"docs/{name} is not what the code says: run `make odd`, and read the diff"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_no_place_and_no_day(name: str) -> None:
    text = render(name)
    assert re.findall(r"/(?:home|tmp|work|usr|root)/|\b20\d\d-\d\d-\d\d\b", text) == []
    assert [line for line in text.splitlines() if line.startswith("|") and len(line) > LONGEST_ROW] == []


@pytest.mark.parametrize(("half", "phases"), [(supply_half, SUPPLY), (market_half, MARKET)])
def test_the_schedule_is_what_the_compiled_round_runs(half: object, phases: tuple[object, ...]) -> None:
    assert calls(half) == tuple(map(plain, phases))


@pytest.mark.parametrize("row", TABLES, ids=lambda row: row.__name__)
def test_every_state_variable_has_a_meaning(row: type) -> None:
    assert [one.name for one in variables(row) if not one.meaning] == []


@pytest.mark.parametrize("row", MEANINGS, ids=lambda row: row.__name__)
def test_no_meaning_is_of_a_variable_that_is_gone(row: type) -> None:
    assert set(MEANINGS[row]) <= set(columns_of(row))


def test_every_draw_of_the_model_is_found() -> None:
    written = {
        purpose
        for path in PACKAGE.rglob("*.py")
        for purpose in re.findall(r"\bPurpose\.([A-Z_]+)", path.read_text(encoding="utf-8"))
    }
    assert len(written) > 40
    assert sorted(purpose for purpose in written if not all_draws()[purpose]) == []
    assert [(draw.function, draw.keys) for _, draw in all_draws()["NCR"]] == [("check", ("key", "item", "cause"))]


def test_a_name_that_the_code_does_not_have_is_refused() -> None:
    assert naming.field("payout.take") == "`payout.take`" and naming.field("buyers.intent") == "`buyers.intent`"
    with pytest.raises(LookupError, match=r"field: expected one of payout.take, .*found 'payout.tak'"):
        naming.field("payout.tak")
    with pytest.raises(LookupError, match="rule: expected"):
        naming.rule("R99")


def test_rules_in_a_row_are_told_as_a_range() -> None:
    assert told(("R1", "R3", "R4", "R5", "R7", "R8", "3.4", "D78")) == "R1, R3 to R5, R7, R8, 3.4, D78"


def test_what_is_called_unread_changes_nothing() -> None:
    found = (*unread(World), *unread(Policy))
    assert set(found) == set(OTHER_VALUES)
    world, policy = catalogue.world("workshop"), catalogue.policy("enforceable_trust")
    world = apply_settings(world, {path: value for path, value in OTHER_VALUES.items() if path in unread(World)})
    changed = apply_settings(policy, {path: value for path, value in OTHER_VALUES.items() if path in unread(Policy)})
    assert changed != policy and world != catalogue.world("workshop")
    before = simulate(catalogue.world("workshop"), policy, seed=3, weeks=60)
    assert simulate(world, changed, seed=3, weeks=60).events_sha256 == before.events_sha256


def test_every_parameter_has_a_meaning() -> None:
    for kind in (World, Policy):
        assert [one.path for one in parameters(kind) if not one.info.meaning] == []
