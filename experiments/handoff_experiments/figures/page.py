"""Pictures on one page that opens without a network."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import plotly.graph_objects as go
from markupsafe import escape
from plotly.offline import get_plotlyjs

from handoff_experiments.files import write_whole

CONFIG = {"responsive": True, "displayModeBar": False}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 1240px; margin: 0 auto; padding: 1rem; background: #fff }}
figure {{ margin: 0 0 2.5rem }}
</style>
<script>{plotly}</script>
</head>
<body>
{figures}
</body>
</html>
"""


def write_page(figures: Sequence[go.Figure], path: str | PathLike[str], *, title: str) -> Path:
    """Write figures below each other as one self-contained HTML file; it is there whole or not at all."""
    parts = [
        f'<figure role="img" aria-label="{escape(figure.layout.meta["alt"])}">'
        f"{figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG)}</figure>"
        for figure in figures
    ]
    return write_whole(path, PAGE.format(title=escape(title), plotly=get_plotlyjs(), figures="\n".join(parts)))
