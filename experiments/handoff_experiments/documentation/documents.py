"""The documents by the name of their file: prose from a template, and everything else from the code."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from handoff_experiments.documentation import (
    catalogue,
    constants,
    entities,
    naming,
    parameters,
    records,
    rules,
    schedule,
    streams,
    uncertain,
    validation,
)
from handoff_experiments.documentation.markdown import WIDTH, code, item, listed, paragraph
from handoff_scenarios.catalogue import policies, worlds
from handoff_sim.market.build import build_market
from handoff_sim.metrics import CONTRASTS, METRICS
from handoff_sim.policy import QUESTIONS, Policy
from handoff_sim.rules import RULES
from handoff_sim.strategies.catalogue import STRATEGIES
from handoff_sim.world.document import World

CITATION = Path(__file__).resolve().parents[3] / "CITATION.cff"
DOCUMENTS = {"odd.md": "odd.md.j2", "model_card.md": "model_card.md.j2"}
NAMES = (
    naming.field, naming.metric, naming.pattern, naming.policy, naming.rule, naming.strategy, naming.world,
)  # fmt: skip
PARTS = (catalogue, constants, entities, parameters, records, rules, schedule, streams, uncertain, validation)


def render(name: str) -> str:
    """The text of one document of ``DOCUMENTS``.

    Raises LookupError where its prose names a rule, field, metric or document that the code does not have.
    """
    environment = Environment(
        loader=PackageLoader("handoff_experiments"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["listed"] = listed
    environment.globals |= {function.__name__: function for function in NAMES}
    environment.globals |= {module.__name__.rpartition(".")[2]: module for module in PARTS}
    return tidy(environment.get_template(DOCUMENTS[name]).render(facts()))


def facts() -> dict[str, Any]:
    """What the prose counts and quotes."""
    clock = World().clock
    return {
        "clock": clock,
        "world_fields": parameters.counts(World),
        "policy_fields": parameters.counts(Policy),
        "unread": [code(path) for path in (*parameters.unread(World), *parameters.unread(Policy))],
        "World": World,
        "Policy": Policy,
        "build_market": build_market,
        "formulas": len(RULES),
        "numbers": rules.numbers(),
        "metrics": len(METRICS),
        "contrasts": len(CONTRASTS),
        "policies": [code(name) for name in policies()],
        "worlds": [code(name) for name in worlds()],
        "strategies": tuple(STRATEGIES),
        "version": cited("version"),
        "title": cited("title"),
        "counted_worlds": [code(name) for name in catalogue.worlds_with_blocks()],
        "questions": {key: text for key, text in QUESTIONS.items() if key.startswith("Q")},
    }


def cited(key: str) -> str:
    """What the citation file says of one key."""
    found = re.search(rf'^{key}: "?(.+?)"?$', CITATION.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise LookupError(f"{CITATION.name}: expected a line {key}; found none")
    return found[1]


def tidy(text: str) -> str:
    """Prose and lists with their lines filled anew where they are too long; one empty line between parts."""
    blocks = re.sub(r"\n{3,}", "\n\n", text).strip().split("\n\n")
    return "\n\n".join(_filled(block) for block in blocks) + "\n"


def _filled(block: str) -> str:
    if max(map(len, block.splitlines())) <= WIDTH or block.startswith(("|", "#", "```")):
        return block
    if not block.startswith("- "):
        return paragraph(block)
    return "\n".join(item(entry.removeprefix("- ")) for entry in re.split(r"\n(?=- )", block))
