"""A picture in a notebook: drawn where plotly is there, told in words everywhere else."""

import plotly.graph_objects as go

from handoff_experiments.figures.as_json import figure_json

PLOTLY = "application/vnd.plotly.v1+json"


def bundle(figure: go.Figure) -> dict[str, object]:
    """A picture by media type: JSON for plotly, its title and description for readers without it. No plotly.js."""
    title, alt = figure.layout.meta["title"], figure.layout.meta["alt"]
    return {PLOTLY: figure_json(figure), "text/markdown": f"*{alt}*", "text/plain": title}


def show(figure: go.Figure) -> None:
    """Show a picture below a notebook's cell, in some kilobytes; plotly's own way may put megabytes of itself there."""
    from IPython.display import display  # comes with the notebook

    display(bundle(figure), raw=True)  # type: ignore[no-untyped-call]
