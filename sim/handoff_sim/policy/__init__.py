"""The policy document: the rules of a network as checked data."""

from handoff_sim.policy.benchmark import effective
from handoff_sim.policy.declare import QUESTIONS
from handoff_sim.policy.diff import Change, as_lived, plain_diff
from handoff_sim.policy.document import Policy, discipline_of
from handoff_sim.policy.group import Document
from handoff_sim.policy.money import scaled_money
from handoff_sim.policy.problems import DocumentError, Problem
from handoff_sim.policy.reading import apply_settings, parse_setting, read, set_path, set_paths
from handoff_sim.policy.registry import FieldInfo, field_at, fields_of
from handoff_sim.policy.schema import policy_schema


def fields() -> tuple[FieldInfo, ...]:
    """Every field of the policy document, in its order."""
    return fields_of(Policy)


__all__ = [
    "QUESTIONS",
    "Change",
    "Document",
    "DocumentError",
    "FieldInfo",
    "Policy",
    "Problem",
    "apply_settings",
    "as_lived",
    "discipline_of",
    "effective",
    "field_at",
    "fields",
    "fields_of",
    "parse_setting",
    "plain_diff",
    "policy_schema",
    "read",
    "scaled_money",
    "set_path",
    "set_paths",
]
