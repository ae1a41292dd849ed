"""What every page of ours shares: its templates' words, its style, its pictures; each opens without a network."""

from dataclasses import dataclass

import plotly.graph_objects as go
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

from handoff_experiments.wording import MINUS, money, number, percent


@dataclass(frozen=True)
class Plate:
    """One picture of a page."""

    name: str
    title: str
    alt: str
    height: int
    json: str


def page_environment() -> Environment:
    """The templates, with plotly.js and the filters that all of them use."""
    environment = Environment(
        loader=PackageLoader("handoff_experiments"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "money": money, "percent": percent, "unbroken": unbroken}
    environment.globals |= {"plotly_js": get_plotlyjs()}
    return environment


def unbroken(text: str) -> Markup:
    """Text whose minus signs stay with their dollars when a line breaks."""
    return Markup(escape(text).replace(f"{MINUS}$", f"{MINUS}\u2060$"))


def plate(name: str, figure: go.Figure) -> Plate:
    """A figure without its title, which the page sets as a heading that can wrap."""
    meta = figure.layout.meta
    above = figure.layout.margin.t or 60
    figure.update_layout(title=None, margin_t=40, height=figure.layout.height - above + 40)
    figure.update_layout(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")
    text = figure.to_json().replace("<", "\\u003c")
    return Plate(name, meta["title"], meta["alt"], int(figure.layout.height), text)
