"""E6: welfare over mixes of what a score rewards."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import GREY, finished
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.decisions.routing import MIX
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import amount, money

CHOICE = "choice"
KINDS: Mapping[str, tuple[str, ...]] = {
    "answers": ("bind_time", "closure"), "delivery": ("otd",), "clean work": ("quality", "dispute"),
}  # fmt: skip


def shares(sets: Mapping[str, Any]) -> tuple[float, ...]:
    """The parts of a mix by kind of behaviour, from the weights that a level sets."""
    weights = sets["reputation.w"]
    return tuple(sum(float(weights[name]) for name in names) for names in KINDS.values())


def draw(evidence: Evidence) -> Iterator[go.Figure]:
    """Change of welfare over the mixes, a triangle for each sharpness of choice; shops are honest."""
    choices = evidence.factors.get(CHOICE, ("",))
    mixes = evidence.factors[MIX]
    figure = make_subplots(
        rows=1, cols=len(choices), specs=[[{"type": "ternary"}] * len(choices)], horizontal_spacing=0.13,
        subplot_titles=[f"honest shops, τ {evidence.number(CHOICE, at):g}" if at else "honest shops" for at in choices],
    )  # fmt: skip
    found = {
        choice: [
            float(np.nanmean(evidence.at("R5", {MIX: mix} | ({CHOICE: choice} if choice else {})))) for mix in mixes
        ]
        for choice in choices
    }
    everything = [value for values in found.values() for value in values]
    corners = np.array([shares(evidence.sets[MIX][mix]) for mix in mixes])
    for column, choice in enumerate(choices, 1):
        best = int(np.argmax(found[choice]))
        figure.add_trace(
            go.Scatterternary(
                a=corners[:, 0], b=corners[:, 1], c=corners[:, 2], mode="markers", cliponaxis=False,
                marker={
                    "size": 18, "color": found[choice], "colorscale": "Viridis", "cmin": min(everything),
                    "cmax": max(everything), "showscale": column == len(choices),
                    "line": {"width": [4 if row == best else 0 for row in range(len(mixes))], "color": "#D55E00"},
                    "colorbar": {"title": {"text": "$ per<br>shop-week"}, "tickformat": "$,.0f", "x": 1.04},
                },
                text=mixes, hovertemplate="%{text}: $%{marker.color:,.0f}<extra></extra>", showlegend=False,
            ),
            row=1, col=column,
        )  # fmt: skip
    axes = {
        f"{side}axis": {
            "title": {"text": label, "font": {"size": 15}},
            "gridcolor": GREY,
            "showticklabels": False,
            "ticks": "",
        }
        for side, label in zip("abc", ("answers<br> ", " <br>delivery", " <br>clean work"), strict=True)
    }
    figure.update_ternaries(sum=1, bgcolor="rgba(0,0,0,0)", **axes)
    figure.update_annotations(font_size=16)
    choice, row = max(
        ((choice, row) for choice in choices for row in range(len(mixes))), key=lambda at: found[at[0]][at[1]]
    )
    top, unit = found[choice][row], evidence.units["R5"]
    title = (
        f"{evidence.world}: welfare from {amount(min(everything), unit)} to {money(top)}, most with {mixes[row]}"
        f"{f', {choice}' if choice else ''} (ringed: best of each)"
    )
    alt = "Triangles of mixes of answers, delivery and clean work, coloured by the change of welfare; all shops honest."
    yield finished(figure, title=title, alt=alt, height=600, legend=False)


ternary = each_world(draw)
