"""A comparison written as plain data."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import Arm, Contrast, Difference
from handoff_experiments.methods import methods_of
from handoff_experiments.schema import (
    ArmPart,
    AskedPart,
    ComparisonDocument,
    ContrastPart,
    CostPart,
    DealPart,
    DifferencePart,
    EstimatePart,
    HashPart,
    IndexPart,
    LookPart,
    MethodPart,
    NullPart,
    QuadrantPart,
    RunPart,
    StatisticsPart,
)
from handoff_experiments.sentences import Audience
from handoff_experiments.statistics.quadrants import Estimate, QuadrantSummary
from handoff_experiments.statistics.sequential import Look


def as_document(comparison: Comparison) -> ComparisonDocument:
    """The document of `handoff_experiments.schema`."""
    question = comparison.question
    return ComparisonDocument(
        world=question.world.name,
        baseline=question.baseline.name,
        seeds=list(comparison.seeds),
        arms=[_arm(arm, "policy" if number else "baseline") for number, arm in enumerate(comparison.arms)],
        contrasts=[_contrast(found) for found in comparison.found if found.measure.direction],
        described=[_contrast(found) for found in comparison.found if not found.measure.direction],
        quadrants=[
            QuadrantPart(
                policy=policy,
                by_size={size: DealPart(**_deal(found)) for size, found in deals.by_size.items()},
                **_deal(deals.whole),
            )
            for policy, deals in comparison.deals.items()
        ],
        indices=[IndexPart(**vars(index)) for index in comparison.indices],
        sentences={str(audience): comparison.sentence(audience) for audience in Audience},
        null=_null(comparison),
        statistics=_statistics(comparison),
        unilateral_cost=CostPart(**vars(comparison.cost)),
        asked=AskedPart(
            seed=question.root_seed,
            weeks=question.weeks,
            overrides=list(question.overrides),
            unilateral=question.unilateral,
        ),
        hashes=HashPart(
            world=question.world.content_hash,
            policies={document.name: document.content_hash for document in question.documents},
        ),
        versions=dict(comparison.versions),
        seconds=comparison.seconds,
    )


def mean_metrics(arm: Arm) -> dict[str, float | None]:
    """Mean of every metric over the runs that have a value."""
    codes = dict.fromkeys(code for run in arm.runs if run is not None for code in run.metrics)
    return {code: _mean([run.metrics[code] for run in arm.runs if run and run.finished]) for code in codes}


def _mean(values: Sequence[float]) -> float:
    known = np.array([value for value in values if np.isfinite(value)])
    return float(known.mean()) if len(known) else float("nan")


def _arm(arm: Arm, role: Literal["baseline", "policy"]) -> ArmPart:
    runs = [
        RunPart(seed=run.seed, events_sha256=run.events_sha256, seconds=run.seconds, failure=run.failure)
        for run in arm.runs
        if run is not None
    ]
    return ArmPart(policy=arm.policy, role=role, runs=runs, metrics=mean_metrics(arm))


def _difference(found: Difference) -> dict[str, Any]:
    names = ("difference", "low", "high", "verdict", "pairs", "p_adjusted")
    return {name: getattr(found, name) for name in names}


def _contrast(found: Contrast) -> ContrastPart:
    measure, worth = found.measure, found.worth
    return ContrastPart(
        **_difference(found),
        policy=found.policy,
        metric=measure.code,
        title=measure.title,
        unit=measure.unit,
        headline=measure.headline,
        direction=measure.direction,
        effect=found.effect,
        baseline_level=found.baseline_level,
        policy_level=found.policy_level,
        variance_ratio=None if worth is None else worth.value,
        variance_ratio_interval=None if worth is None else (worth.low, worth.high),
        by_size={size: DifferencePart(**_difference(cell)) for size, cell in found.by_size.items()},
    )


def _estimate(estimate: Estimate) -> EstimatePart:
    return EstimatePart(value=estimate.value, low=estimate.low, high=estimate.high)


def _deal(found: QuadrantSummary) -> dict[str, Any]:
    return {
        "points": found.points,
        "seeds": found.seeds,
        "shares": {str(quadrant): _estimate(share) for quadrant, share in found.shares.items()},
        "unilateral": _estimate(found.unilateral),
        "collective": _estimate(found.collective),
        "median_shop": None if found.median_shop is None else str(found.median_shop),
    }


def _null(comparison: Comparison) -> NullPart:
    return NullPart(**vars(comparison.null), exact=comparison.null.exact)


def _look(look: Look) -> LookPart:
    return LookPart(pairs=look.pairs, share=look.share)


def _statistics(comparison: Comparison) -> StatisticsPart:
    question = comparison.question
    return StatisticsPart(
        alpha=question.alpha,
        looks=[_look(look) for look in question.looks],
        look=_look(comparison.look),
        until_decided=question.until_decided,
        deciding=list(question.deciding),
        stopped=str(comparison.stopped),
        methods=[MethodPart(**vars(method)) for method in methods_of(sequential=question.sequential)],
    )
