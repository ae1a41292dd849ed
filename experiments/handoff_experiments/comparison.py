"""The result of a comparison: its runs, what they show, and how far that can be trusted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.contrasts import SIZES, Arm, Contrast
from handoff_experiments.indices import Index
from handoff_experiments.null import NullReport
from handoff_experiments.question import Question
from handoff_experiments.result_hash import result_hash
from handoff_experiments.sentences import CONCERNS, Audience, sentence
from handoff_experiments.statistics.quadrants import Deals, Quadrant, QuadrantSummary, classify
from handoff_experiments.statistics.sequential import Look
from handoff_experiments.unilateral import Cost


class Stopped(StrEnum):
    """Why a comparison ended."""

    PLANNED = "the planned number of pairs was reached"
    DECIDED = "every policy was decided in the deciding metrics"
    PRECISE = "every policy's interval was as narrow as was asked for"
    LIMIT = "the largest planned number of pairs was reached"
    INTERRUPTED = "it was interrupted; what was finished is kept"


@dataclass(frozen=True, kw_only=True)
class PolicyDeals:
    """X4 and X5 of one policy: the points, and what they come to, for all shops and by size class."""

    points: Deals
    whole: QuadrantSummary
    by_size: Mapping[str, QuadrantSummary]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Policies against a baseline over the same seeds. The first arm is the baseline's."""

    question: Question
    seeds: tuple[int, ...]
    arms: tuple[Arm, ...]
    found: tuple[Contrast, ...]
    deals: Mapping[str, PolicyDeals]
    indices: tuple[Index, ...]
    null: NullReport
    cost: Cost
    look: Look  # at which the intervals were taken
    stopped: Stopped
    seconds: float
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def baseline(self) -> Arm:
        """The arm that the others are compared with."""
        return self.arms[0]

    @property
    def policies(self) -> tuple[Arm, ...]:
        """The arms that are compared with the baseline."""
        return self.arms[1:]

    def contrasts(self) -> pd.DataFrame:
        """A row per policy, metric and shops ("all", "S", "M", "L"), with interval and verdict."""
        return pd.DataFrame([row for contrast in self.found for row in _rows(contrast)])

    def runs(self) -> pd.DataFrame:
        """A row per run: policy, seed, event hash, seconds, failure, and every metric by its code."""
        return pd.DataFrame(
            [
                {
                    "policy": run.policy,
                    "role": "baseline" if arm is self.baseline else "policy",
                    "seed": run.seed,
                    "events_sha256": run.events_sha256,
                    "seconds": run.seconds,
                    "failure": run.failure,
                    **run.metrics,
                }
                for arm in self.arms
                for run in arm.runs
                if run is not None
            ]
        )

    def verdicts(self) -> pd.DataFrame:
        """Verdicts in the headline metrics: a row per policy, a column per metric code."""
        table = {
            arm.policy: {
                contrast.measure.code: str(contrast.verdict)
                for contrast in self.of_policy(arm.policy)
                if contrast.measure.headline and contrast.verdict is not None
            }
            for arm in self.policies
        }
        return pd.DataFrame.from_dict(table, orient="index").rename_axis(index="policy", columns="metric")

    def quadrants(self) -> pd.DataFrame:
        """A row per policy and shops: shares of the quadrants, median gains and their intervals."""
        return pd.DataFrame(
            [
                _quadrant_row(policy, shops, summary)
                for policy, deals in self.deals.items()
                for shops, summary in {"all": deals.whole, **deals.by_size}.items()
            ]
        )

    def points(self) -> pd.DataFrame:
        """A row per policy, seed and focal shop: its size class, the shops it stands for (``weight``), X4 and X5.

        ``unilateral`` (X4) and ``collective`` (X5) are in $ per machine-week; ``quadrant`` is what their signs mean.
        """
        columns = ["policy", "seed", "shops", "weight", "unilateral", "collective", "quadrant"]
        return pd.DataFrame(
            [
                {
                    "policy": policy,
                    "seed": self.seeds[points.seed[row]],
                    "shops": SIZES[points.size[row]],
                    "weight": points.weight[row],
                    "unilateral": points.unilateral[row],
                    "collective": points.collective[row],
                    "quadrant": str(classify(points.unilateral[row], points.collective[row])),
                }
                for policy, points in ((policy, deals.points) for policy, deals in self.deals.items())
                for row in range(len(points))
            ],
            columns=columns,
        )

    def twin_figures(self) -> pd.DataFrame:
        """A row per policy and figure of several runs (D3, D4, X1, X3, X5, X7), with its interval and formula."""
        return pd.DataFrame([vars(index) for index in self.indices])

    def sentence(self, audience: Audience | str = Audience.SHOPS, policy: str | None = None) -> str:
        """The verdict in words for one audience, over all policies or about one of them.

        Args:
            audience: "shops", "small shop", "large shop", "buyer", "operator" or "region".
            policy: Speak of this policy only.
        """
        audience = _audience(audience)
        size = CONCERNS[audience].size
        of_shops = CONCERNS[audience].metric == "S1"
        summaries = {
            name: deals.whole if size is None else deals.by_size[size]
            for name, deals in self.deals.items()
            if of_shops and (size is None or size in deals.by_size) and policy in (None, name)
        }
        chosen = [contrast for contrast in self.found if policy in (None, contrast.policy)]
        return sentence(audience, chosen, summaries, baseline=self.baseline.policy)

    def figures(self) -> tuple[str, ...]:
        """Names of the pictures, in the order in which they tell the story."""
        from handoff_experiments.figures import FIGURES

        return tuple(FIGURES)

    def figure(self, name: str) -> go.Figure:
        """One picture; its title says the finding and ``layout.meta["alt"]`` describes it in a sentence."""
        from handoff_experiments.figures import FIGURES

        if name not in FIGURES:
            raise ValueError(f"figure: expected one of {', '.join(FIGURES)}; found {name}")
        return FIGURES[name](self)

    def to_json(self) -> dict[str, Any]:
        """The whole result as plain data, in the shape of `handoff_experiments.schema`."""
        from handoff_experiments.document import as_document

        return as_document(self).model_dump(mode="json")

    @property
    def result_hash(self) -> str:
        """SHA-256 of the result without durations (64 hex digits): equal for equal results, on any machine."""
        return result_hash(self.to_json())

    def of_policy(self, policy: str) -> tuple[Contrast, ...]:
        """All contrasts of one policy."""
        return tuple(contrast for contrast in self.found if contrast.policy == policy)

    def contrast(self, policy: str, code: str) -> Contrast | None:
        """One policy in one metric, if it was compared."""
        return next((c for c in self.of_policy(policy) if c.measure.code == code), None)

    def failures(self) -> tuple[tuple[str, int, str], ...]:
        """Policy, seed and traceback of every run that broke."""
        return tuple(
            (run.policy, run.seed, run.failure)
            for arm in self.arms
            for run in arm.runs
            if run is not None and run.failure is not None
        )


def _audience(name: Audience | str) -> Audience:
    try:
        return Audience(name)
    except ValueError:
        legal = ", ".join(Audience)
        raise ValueError(f"audience: expected one of {legal}; found {name}") from None


def _rows(contrast: Contrast) -> list[dict[str, Any]]:
    worth = contrast.worth
    common = {
        "policy": contrast.policy,
        "metric": contrast.measure.code,
        "title": contrast.measure.title,
        "unit": contrast.measure.unit,
        "headline": contrast.measure.headline,
        "effect": contrast.effect,
    }
    return [
        {
            **common,
            "shops": shops,
            "difference": cell.difference,
            "low": cell.low,
            "high": cell.high,
            "verdict": None if cell.verdict is None else str(cell.verdict),
            "pairs": cell.pairs,
            "p_adjusted": cell.p_adjusted,
            "variance_ratio": worth.value if worth is not None and shops == "all" else math.nan,
        }
        for shops, cell in {"all": contrast, **contrast.by_size}.items()
    ]


def _quadrant_row(policy: str, shops: str, summary: QuadrantSummary) -> dict[str, Any]:
    row: dict[str, Any] = {"policy": policy, "shops": shops}
    for quadrant in Quadrant:
        share = summary.shares[quadrant]
        row |= {str(quadrant): share.value, f"{quadrant} low": share.low, f"{quadrant} high": share.high}
    for name, estimate in (("unilateral", summary.unilateral), ("collective", summary.collective)):
        row |= {name: estimate.value, f"{name} low": estimate.low, f"{name} high": estimate.high}
    median = "undecided" if summary.median_shop is None else str(summary.median_shop)
    return row | {"median shop": median, "points": summary.points, "seeds": summary.seeds}


SIZE_NAMES = {"S": "small shops", "M": "medium shops", "L": "large shops", "all": "all shops"}
