"""The report: one page that holds everything, opens without a network, and prints."""

from os import PathLike
from pathlib import Path
from typing import Any

from handoff_experiments.comparison import SIZE_NAMES, Comparison
from handoff_experiments.contrasts import Contrast, Difference
from handoff_experiments.files import write_whole
from handoff_experiments.methods import methods_of
from handoff_experiments.pages import page_environment, plate
from handoff_experiments.reproduce import as_command, as_python
from handoff_experiments.sentences import Audience
from handoff_experiments.statistics.quadrants import MEANING as QUADRANT_MEANING
from handoff_experiments.statistics.quadrants import Estimate, Quadrant, QuadrantSummary
from handoff_experiments.statistics.verdict import MEANING as VERDICT_MEANING
from handoff_experiments.wording import interval, money, short

AUDIENCE_TITLES = {
    Audience.SHOPS: "Shops together",
    Audience.SMALL_SHOP: "A small shop",
    Audience.LARGE_SHOP: "A large shop",
    Audience.BUYER: "Buyers",
    Audience.OPERATOR: "The operator",
    Audience.REGION: "The region",
}


def write_report(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write the report as one self-contained HTML file; it is there whole or not at all."""
    return write_whole(path, report(comparison))


def report(comparison: Comparison) -> str:
    """The report as HTML."""
    environment = page_environment()
    environment.globals |= {"short": short, "interval": interval, "bounds": _bounds}
    return environment.get_template("report.html.j2").render(**_content(comparison))


def _content(comparison: Comparison) -> dict[str, Any]:
    question = comparison.question
    return {
        "comparison": comparison,
        "question": question,
        "world_title": getattr(question.world, "title", "") or question.world.name,
        "verdicts": [(AUDIENCE_TITLES[a], comparison.sentence(a)) for a in Audience],
        "headlines": [measure for measure in question.measures if measure.headline],
        "cell": _cell(comparison),
        "deals": _deal_rows(comparison),
        "quadrants": list(Quadrant),
        "quadrant_meaning": QUADRANT_MEANING,
        "verdict_meaning": VERDICT_MEANING,
        "plates": [plate(name, comparison.figure(name)) for name in comparison.figures()],
        "contrasts": [(arm.policy, comparison.of_policy(arm.policy)) for arm in comparison.policies],
        "methods": methods_of(sequential=question.sequential),
        "runs": sum(run is not None for arm in comparison.arms for run in arm.runs),
        "reproduce_python": as_python(comparison),
        "reproduce_command": as_command(comparison),
    }


def _cell(comparison: Comparison) -> dict[tuple[str, str], Contrast]:
    return {(contrast.policy, contrast.measure.code): contrast for contrast in comparison.found}


def _deal_rows(comparison: Comparison) -> list[tuple[str, str, QuadrantSummary]]:
    return [
        (policy, SIZE_NAMES[shops], summary)
        for policy, deals in comparison.deals.items()
        for shops, summary in {"all": deals.whole, **deals.by_size}.items()
    ]


def _bounds(found: Estimate | Difference) -> str:
    return f"{money(found.low, signed=False)} to {money(found.high, signed=False)}"
