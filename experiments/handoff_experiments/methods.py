"""Names and sources of every method a comparison uses, for reports and JSON."""

from dataclasses import dataclass

from handoff_experiments import indices, unilateral
from handoff_experiments.statistics import multiplicity, paired, quadrants, sequential, verdict


@dataclass(frozen=True)
class Method:
    """What was done, and where it is described."""

    subject: str
    method: str
    source: str


COMMON = "one random draw per purpose and entity, keyed by the seed, the same under every policy"

METHODS = (
    Method("Pairs", COMMON, "Glasserman & Yao 1992, Management Science 38 (common random numbers)"),
    Method("Differences", paired.METHOD, paired.SOURCE),
    Method("Many metrics and policies", multiplicity.METHOD, multiplicity.SOURCE),
    Method("Verdicts", "interval against zero and the smallest effect of interest", verdict.SOURCE),
    Method("Worth of pairing", paired.RATIO_METHOD, paired.RATIO_SOURCE),
    Method("Unilateral deal (X4)", unilateral.METHOD, unilateral.SOURCE),
    Method("Figures of several runs (D, X)", indices.METHOD, indices.SOURCE),
    Method("Quadrants", quadrants.METHOD, quadrants.SOURCE),
)
STOPPING = Method("Stopping", sequential.METHOD, sequential.SOURCE)
FIXED = Method("Stopping", "number of pairs fixed in advance, one look at the results", "none needed")


def methods_of(*, sequential: bool) -> tuple[Method, ...]:
    """The methods of one comparison."""
    return (*METHODS, STOPPING if sequential else FIXED)
