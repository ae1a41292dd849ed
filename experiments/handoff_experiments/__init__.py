"""Handoff's experiments: policies compared over the same luck, with honest statistics.

>>> from handoff_experiments import compare
>>> comparison = compare("workshop", ["enforceable_trust"], pairs=12)  # doctest: +SKIP
>>> print(comparison.sentence("small shop"))  # doctest: +SKIP
"""

from handoff_experiments.compare import answer, compare
from handoff_experiments.comparison import Comparison, Stopped
from handoff_experiments.progress import OnProgress, Progress, Stage
from handoff_experiments.sentences import Audience
from handoff_experiments.statistics.quadrants import Quadrant
from handoff_experiments.statistics.verdict import Verdict

__all__ = [
    "Audience",
    "Comparison",
    "OnProgress",
    "Progress",
    "Quadrant",
    "Stage",
    "Stopped",
    "Verdict",
    "answer",
    "compare",
]
