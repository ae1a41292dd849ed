"""Decision rules of the catalogue's questions, computed from their runs. To add one, write its file and name it here.

A rule is a function of `Evidence` and belongs to the question of that name.
"""

from collections.abc import Callable, Mapping
from typing import Any

from handoff_experiments.questions.decisions import (
    breadth,
    capture,
    collapse,
    convincing,
    downside,
    motivations,
    payment,
    record,
    region,
    routing,
    start,
)
from handoff_experiments.questions.decisions.decision import Decision
from handoff_experiments.questions.decisions.evidence import Evidence, evidence_of

__all__ = ["DECISIONS", "Decision", "Evidence", "applied", "decided", "evidence_of"]

DECISIONS: Mapping[str, Callable[[Evidence], Decision]] = {
    "payment": payment.decide,
    "record": record.decide,
    "downside": downside.decide,
    "evidence": convincing.decide,
    "start": start.decide,
    "behaviour": routing.decide,
    "motivations": motivations.decide,
    "capture": capture.decide,
    "breadth": breadth.decide,
    "region": region.decide,
    "collapse": collapse.decide,
}


def decided(answer: Any) -> dict[str, Decision]:
    """What the decision rule of an answer's question comes to, by world; empty where the question has none."""
    rule = DECISIONS.get(answer.question.name)
    return {} if rule is None else {evidence.world: applied(rule, evidence) for evidence in evidence_of(answer)}


def applied(rule: Callable[[Evidence], Decision], evidence: Evidence) -> Decision:
    """A rule's decision; where a part is missing, as after Ctrl-C or in a file of other factors, a sentence says so."""
    try:
        return rule(evidence)
    except KeyError as missing:
        return Decision(sentences=(f"Not decided: the rule needs what was not run ({missing.args[0]}).",))
