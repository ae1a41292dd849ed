"""The written documents lead where they say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not ((ROOT / document).parent / link).exists()]
    assert missing == []


def test_every_rule_of_the_model_is_described() -> None:
    from handoff_sim.rules import RULES, WITHOUT_FORMULA

    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    numbers = {rule.number for rule in RULES if rule.number.startswith("R")} | set(WITHOUT_FORMULA)
    assert sorted(number for number in numbers if f"**{number} " not in text) == []


def test_every_policy_of_the_catalogue_is_described() -> None:
    from handoff_scenarios import catalogue

    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert [name for name in catalogue.policies() if f"`{name}`" not in text] == []


def test_every_architecture_folder_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    inside = text.split("Inside the model:")[1].split("```")[1]
    named = re.findall(r"(?:^|\s{2,})(\w+/|\w+\.py)\s", inside, re.MULTILINE)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / "sim" / "handoff_sim" / name).exists()] == []
