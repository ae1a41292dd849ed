"""Explanations as JSON; the shape is described in docs/command_line.md."""

import dataclasses
import math
from collections.abc import Iterable, Sequence
from typing import Any

from handoff_experiments.explaining.codes import KINDS
from handoff_experiments.explaining.decisions import Explained
from handoff_experiments.explaining.flips import Flip
from handoff_experiments.explaining.overview import WeekCounts
from handoff_experiments.explaining.parts import Part
from handoff_experiments.explaining.sentences import (
    answer,
    because,
    firm_words,
    flip_words,
    mattered,
    other_side,
    question_words,
    slope_words,
)
from handoff_experiments.explaining.slopes import Slope
from handoff_sim.agents.terms import term
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.names import job_name

FORMAT = "handoff-why-1"


def decision_document(one: Explained) -> dict[str, Any]:
    """One decision; a number that is not finite, such as the cost of a way that was closed, is null."""
    added = one.sum.parts if one.sum else tuple(part for way in one.ways for part in way.parts)
    contributions = {part.term: part.amount for part in added if part.term}
    return {
        "who": one.who,
        "kind": one.kind.name,
        "rule": KINDS[one.kind].rule,
        "question": question_words(one),
        "job": job_name(one.job) if one.job else None,
        "job_key": one.job,
        "operation": one.operation or None,
        "other": one.other,
        "other_side": other_side(one) or None,
        "answer": answer(one),
        "routine": one.is_routine,
        "side": one.side,
        "rule_side": one.rule_side,
        "decided_by": str(one.decided_by),
        "code": one.code_name,
        "because": because(one),
        "outcome": one.outcome.words or None,
        "value": _finite(one.value),
        "threshold": _finite(one.threshold),
        "value_unit": str(KINDS[one.kind].unit),
        "load_weeks": one.load_weeks,
        "mattered": list(mattered(one)),
        "terms": [
            {"name": each.name, "label": each.what.label, "unit": str(each.what.unit), "value": _finite(each.value),
             "asked": each.is_asked, "contribution": contributions.get(each.name)}
            for each in one.terms
        ],
        "parts": _parts(one.sum.parts if one.sum else ()),
        "total": one.sum.total if one.sum else None,
        "total_label": one.sum.label if one.sum else None,
        "total_unit": str(one.sum.unit) if one.sum else None,
        "ways": [
            {"label": way.label, "cost": _finite(way.cost), "parts": _parts(way.parts)} for way in one.ways
        ],
        "flips": [_flip(one, flip) for flip in one.flips],
        "firm": list(one.firm),
        "firm_words": firm_words(one) or None,
        "slopes": [_slope(one, slope) for slope in one.slopes],
    }  # fmt: skip


def _parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"label": part.label, "amount": part.amount, "term": part.term or None} for part in parts]


def _slope(one: Explained, slope: Slope) -> dict[str, Any]:
    what = term(one.kind, slope.name)
    return {
        "term": slope.name,
        "label": what.label,
        "unit": str(what.unit),
        "now": slope.now,
        "then": slope.then,
        "amount": slope.amount,
        "amount_then": slope.amount_then,
        "words": slope_words(one, slope),
    }


def _flip(one: Explained, flip: Flip) -> dict[str, Any]:
    what = term(one.kind, flip.name)
    return {
        "term": flip.name,
        "label": what.label,
        "unit": str(what.unit),
        "now": _finite(flip.now),
        "then": flip.then,
        "change": _finite(flip.change),
        "relative": flip.relative,
        "becomes": flip.becomes,
        "words": flip_words(one, flip),
    }


def week_document(decisions: Sequence[Explained]) -> list[dict[str, Any]]:
    """The decisions of a week."""
    return [decision_document(one) for one in decisions]


def overview_document(weeks: Sequence[WeekCounts]) -> list[dict[str, Any]]:
    """The weeks of a shop, its decisions counted."""
    return [dataclasses.asdict(week) for week in weeks]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) and abs(value) < IMPOSSIBLE else None
