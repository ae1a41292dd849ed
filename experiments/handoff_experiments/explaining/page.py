"""A shop's week as one page that holds everything and opens without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from handoff_experiments.explaining.decisions import Explained
from handoff_experiments.explaining.document import decision_document
from handoff_experiments.explaining.values import shown
from handoff_experiments.figures.why import why
from handoff_experiments.files import write_whole
from handoff_experiments.pages import page_environment


@dataclass(frozen=True)
class Heading:
    """What the page is about."""

    who: str
    week: int
    world: str
    policy: str
    seed: int
    command: str


def write_page(heading: Heading, decisions: Sequence[Explained], path: str | PathLike[str]) -> Path:
    """Write the page; it is there whole or not at all."""
    return write_whole(path, page(heading, decisions))


def page(heading: Heading, decisions: Sequence[Explained]) -> str:
    """The page as HTML: weighty decisions with a picture each, routine ones in a table."""
    weighty = [_told(one, number) for number, one in enumerate(decisions) if not one.is_routine]
    routine = [decision_document(one) for one in decisions if one.is_routine]
    template = page_environment().get_template("why.html.j2")
    return template.render(heading=heading, weighty=weighty, routine=routine)


def _told(one: Explained, number: int) -> dict[str, Any]:
    figure = why(one)
    above = figure.layout.margin.t or 60
    alt, height = figure.layout.meta["alt"], int(figure.layout.height) - above + 50
    figure.update_layout(title=None, margin_t=50, height=height)
    figure.update_layout(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")
    terms = [(each.what.label, shown(each.value, each.what.unit), each.is_asked) for each in one.terms]
    return decision_document(one) | {
        "number": number,
        "alt": alt,
        "height": height,
        "figure": figure.to_json().replace("<", "\\u003c"),
        "shown_terms": terms,
    }
