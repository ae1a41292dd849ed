"""The shape of a comparison as JSON: every key, its meaning, and how a `Comparison` becomes it.

``schema()`` gives the JSON Schema. A figure that has no value (a metric of nothing, a bound that is not
finite) is ``null``. Seeds are unsigned 64-bit whole numbers: read them as integers, not as doubles.
"""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from handoff_experiments.statistics.verdict import Verdict


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Figure = Annotated[float | None, BeforeValidator(_finite)]
Seed = Annotated[int, Field(ge=0, lt=2**64)]


class Part(BaseModel):
    """A closed table of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RunPart(Part):
    """One run of an arm."""

    seed: Seed
    events_sha256: str = Field(description="Hash of the event rows; equal futures have equal hashes")
    seconds: float
    failure: str | None = Field(description="Traceback of a run that broke")


class ArmPart(Part):
    """One policy over all seeds."""

    policy: str
    role: Literal["baseline", "policy"]
    runs: list[RunPart]
    metrics: dict[str, Figure] = Field(description="Mean over the runs, by metric code")


class DifferencePart(Part):
    """Policy minus baseline, with its simultaneous interval."""

    difference: Figure
    low: Figure
    high: Figure
    verdict: Verdict | None = Field(description="null where neither more nor less is better")
    pairs: int
    p_adjusted: Figure = Field(description="Holm within the family, to be compared with alpha")


class ContrastPart(DifferencePart):
    """One policy against the baseline in one metric."""

    policy: str
    metric: str = Field(description="Code of MODEL 5")
    title: str
    unit: str
    headline: bool
    direction: int = Field(ge=-1, le=1, description="1: more is better; -1: less is better")
    effect: float = Field(description="Smallest effect of interest, in the unit")
    baseline_level: Figure
    policy_level: Figure
    variance_ratio: Figure = Field(description="Var(independent) / Var(paired): worth of common random numbers")
    variance_ratio_interval: tuple[Figure, Figure] | None
    by_size: dict[str, DifferencePart] = Field(description="By size class S, M, L")


class EstimatePart(Part):
    """A value with its interval."""

    value: Figure
    low: Figure
    high: Figure


class DealPart(Part):
    """Where shops stand: shares of the quadrants and the median shop."""

    points: int = Field(description="Shops seen in and out, summed over seeds")
    seeds: int
    shares: dict[str, EstimatePart]
    unilateral: EstimatePart = Field(description="Median U (X4), $ per machine-week")
    collective: EstimatePart = Field(description="Median C (X5), $ per machine-week")
    median_shop: str | None = Field(description="Quadrant of the medians; null where undecided")


class QuadrantPart(DealPart):
    """X4 and X5 of one policy."""

    policy: str
    by_size: dict[str, DealPart] = Field(description="By size class S, M, L")


class IndexPart(Part):
    """One figure that takes several runs of a seed, averaged over the seeds."""

    policy: str
    code: str
    title: str
    unit: str
    formula: str
    value: Figure
    low: Figure
    high: Figure
    pairs: int


class NullPart(Part):
    """The baseline against itself, run once more."""

    pairs: int
    metrics: int
    largest_difference: Figure = Field(description="null if a figure had a value in one of the runs only")
    same_events: bool
    exact: bool


class LookPart(Part):
    """A planned look at the results."""

    pairs: int
    share: float = Field(description="Share of alpha it may spend")


class MethodPart(Part):
    """How a conclusion was reached, and where that is described."""

    subject: str
    method: str
    source: str


class StatisticsPart(Part):
    """Everything the intervals rest on."""

    alpha: float
    looks: list[LookPart]
    look: LookPart = Field(description="The look at which the intervals were taken")
    until_decided: bool
    deciding: list[str]
    stopped: str
    methods: list[MethodPart]


class CostPart(Part):
    """What X4 took."""

    runs: int
    seconds: float
    points: int
    failed: int


class HashPart(Part):
    """SHA-256 of what each document says, whatever its name."""

    world: str
    policies: dict[str, str]


class AskedPart(Part):
    """The rest of the question."""

    seed: Seed
    weeks: int | None
    overrides: list[str]
    unilateral: bool


class ComparisonDocument(Part):
    """A whole comparison."""

    format: Literal["handoff-comparison-1"] = "handoff-comparison-1"
    world: str
    baseline: str
    seeds: list[Seed]
    arms: list[ArmPart] = Field(description="The baseline first")
    contrasts: list[ContrastPart] = Field(description="Metrics with a better direction")
    described: list[ContrastPart] = Field(description="Metrics without one: differences, and no verdict")
    quadrants: list[QuadrantPart]
    indices: list[IndexPart] = Field(description="D3, D4, X1, X3, X5, X7: figures of several runs of a seed")
    sentences: dict[str, str] = Field(description="The verdict in words, by audience")
    null: NullPart
    statistics: StatisticsPart
    unilateral_cost: CostPart
    asked: AskedPart
    hashes: HashPart
    versions: dict[str, str]
    seconds: float


def schema() -> dict[str, Any]:
    """JSON Schema of `ComparisonDocument`."""
    return ComparisonDocument.model_json_schema(mode="serialization")
