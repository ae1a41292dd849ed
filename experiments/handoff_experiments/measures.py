"""What this floor needs to know of a metric: its names, its unit and which way is better."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handoff_experiments.effects import EFFECTS

DIRECTIONS = {"higher": 1, "lower": -1, "neutral": 0}

# What the paper's claim is about, and what a reader decides by: most of the error allowance is theirs.
HEADLINE = ("S1", "S3", "S5", "B1", "DFI", "N9", "R5")
DECIDING = ("S1", "S3")  # "make more money, waste fewer hours on bad RFQs"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One metric of a comparison and the difference in it that would matter."""

    code: str
    title: str
    unit: str
    direction: int  # 1 more is better, -1 less is better, 0 neither
    party: str
    formula: str
    splits: bool  # whether it can be asked about one size class
    effect: float | None = None  # smallest effect of interest; None: a share of the baseline's level
    headline: bool = False


def model_measures() -> tuple[Measure, ...]:
    """Every metric that the model computes of one run."""
    from handoff_sim.metrics import METRICS

    return tuple(
        Measure(
            code=metric.code,
            title=metric.title,
            unit=metric.unit,
            direction=DIRECTIONS[metric.direction],
            party=metric.party,
            formula=metric.formula,
            splits=metric.splits,
            effect=EFFECTS.get(metric.code),
            headline=metric.code in HEADLINE,
        )
        for metric in METRICS
    )


def selected(
    known: Sequence[Measure],
    codes: Iterable[str] | None = None,
    effects: Mapping[str, float] | None = None,
) -> tuple[Measure, ...]:
    """The metrics of a comparison, with its effects of interest.

    Args:
        known: Metrics there are.
        codes: Codes that are wanted, all of them headlines then; None takes all, with the usual headlines.
        effects: Effects of interest that differ from the table's, by code.

    Raises:
        ValueError: If a code is unknown or an effect is not above zero.
    """
    by_code = {measure.code: measure for measure in known}
    wanted = list(by_code) if codes is None else list(dict.fromkeys(codes))
    effects = effects or {}
    for code in (*wanted, *effects):
        if code not in by_code:
            raise ValueError(f"metrics: expected one of {', '.join(by_code)}; found {code}")
    for code, effect in effects.items():
        if not effect > 0:
            raise ValueError(f"effects: {code}: expected a number above 0; found {effect}")
    chosen = (by_code[code] for code in wanted)
    return tuple(
        replace(
            measure,
            effect=effects.get(measure.code, measure.effect),
            headline=measure.headline if codes is None else True,
        )
        for measure in chosen
    )
