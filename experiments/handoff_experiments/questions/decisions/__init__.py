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

__all__ = ["DECISIONS", "Decision", "Evidence", "decided", "evidence_of"]

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
    return {} if rule is None else {evidence.world: rule(evidence) for evidence in evidence_of(answer)}
