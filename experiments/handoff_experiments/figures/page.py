"""Pictures on one page that opens without a network."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import plotly.graph_objects as go

from handoff_experiments.files import write_whole
from handoff_experiments.pages import page_environment, plate


def write_page(figures: Sequence[go.Figure], path: str | PathLike[str], *, title: str) -> Path:
    """Write figures below each other as one self-contained HTML file; it is there whole or not at all."""
    plates = [plate(f"picture-{number}", figure) for number, figure in enumerate(figures)]
    template = page_environment().get_template("pictures.html.j2")
    return write_whole(path, template.render(title=title, plates=plates))
