"""A picture as JSON that plotly.js draws and any other reader can read."""

import json
from typing import Any

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder


def figure_json(figure: go.Figure) -> dict[str, Any]:
    """A figure as ``{"data": [...], "layout": {...}}`` in JSON's own types.

    Columns of numbers are plain lists, where `Figure.to_json` packs them as base64 that only plotly.js can read; a
    number that is not finite is null, which plotly.js leaves out of the drawing.
    """
    parts = {"data": [trace.to_plotly_json() for trace in figure.data], "layout": figure.layout.to_plotly_json()}
    document: dict[str, Any] = json.loads(PlotlyJSONEncoder().encode(parts))
    return document


def figure_document(name: str, figure: go.Figure) -> dict[str, Any]:
    """A figure with its name, the title that says its finding, and its description in words."""
    meta = figure.layout.meta
    return {"name": name, "title": meta["title"], "alt": meta["alt"], "figure": figure_json(figure)}
