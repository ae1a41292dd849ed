"""The report: one page that holds everything, opens without a network, and prints."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

from handoff_experiments.comparison import SIZE_NAMES, Comparison
from handoff_experiments.contrasts import Contrast, Difference
from handoff_experiments.files import write_whole
from handoff_experiments.methods import methods_of
from handoff_experiments.reproduce import as_command, as_python
from handoff_experiments.sentences import Audience
from handoff_experiments.statistics.quadrants import MEANING as QUADRANT_MEANING
from handoff_experiments.statistics.quadrants import Estimate, Quadrant, QuadrantSummary
from handoff_experiments.statistics.verdict import MEANING as VERDICT_MEANING
from handoff_experiments.wording import MINUS, interval, money, number, percent, short

AUDIENCE_TITLES = {
    Audience.SHOPS: "Shops together",
    Audience.SMALL_SHOP: "A small shop",
    Audience.LARGE_SHOP: "A large shop",
    Audience.BUYER: "Buyers",
    Audience.OPERATOR: "The operator",
    Audience.REGION: "The region",
}


@dataclass(frozen=True)
class Plate:
    """One picture of the report."""

    name: str
    title: str
    alt: str
    height: int
    json: str


def write_report(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write the report as one self-contained HTML file; it is there whole or not at all."""
    return write_whole(path, report(comparison))


def report(comparison: Comparison) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=PackageLoader("handoff_experiments"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "money": money, "percent": percent, "unbroken": unbroken}
    environment.globals |= {"short": short, "interval": interval, "bounds": _bounds}
    return environment.get_template("report.html.j2").render(**_content(comparison), plotly_js=get_plotlyjs())


def unbroken(text: str) -> Markup:
    """Text whose minus signs stay with their dollars when a line breaks."""
    return Markup(escape(text).replace(f"{MINUS}$", f"{MINUS}\u2060$"))


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
        "plates": [_plate(comparison, name) for name in comparison.figures()],
        "contrasts": [(arm.policy, comparison.of_policy(arm.policy)) for arm in comparison.policies],
        "methods": methods_of(until_decided=question.until_decided),
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


def _plate(comparison: Comparison, name: str) -> Plate:
    """The figure without its title, which the page sets as a heading that can wrap."""
    figure = comparison.figure(name)
    meta = figure.layout.meta
    above = figure.layout.margin.t or 60
    figure.update_layout(title=None, margin_t=40, height=figure.layout.height - above + 40)
    figure.update_layout(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")
    text = figure.to_json().replace("<", "\\u003c")
    return Plate(name, meta["title"], meta["alt"], int(figure.layout.height), text)
