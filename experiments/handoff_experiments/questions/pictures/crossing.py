"""E12: one owner and a network over the width of the part family."""

from collections.abc import Iterator

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, finished
from handoff_experiments.questions.decisions.breadth import ARM, BREADTH, HORIZONTAL, VERTICAL, gap
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import listed

PANELS = {"B1": "Buyer surplus, $ per shop-week", "S1": "Shop profit, $ per machine-week"}
COLOURS = (VERMILION, ORANGE, PURPLE, SKY, GREY, BLUE, GREEN, INK)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "solid", "dash", "dot")


def draw(evidence: Evidence) -> Iterator[go.Figure]:
    """Buyer surplus and shop profit against the twin by breadth, a line for each arm."""
    arms, widths = evidence.factors[ARM], evidence.factors[BREADTH]
    x = [evidence.number(BREADTH, width) for width in widths]
    figure = make_subplots(rows=1, cols=len(PANELS), subplot_titles=list(PANELS.values()), horizontal_spacing=0.1)
    for arm, colour, dash in zip(arms, COLOURS, DASHES, strict=False):
        thick = arm in (VERTICAL, HORIZONTAL)
        for column, code in enumerate(PANELS, 1):
            found = [estimate(evidence.at(code, {ARM: arm, BREADTH: width})) for width in widths]
            figure.add_trace(
                go.Scatter(
                    x=x, y=[each.mean for each in found], name=arm, legendgroup=arm, showlegend=column == 1,
                    mode="lines+markers", marker={"size": 10 if thick else 6},
                    line={"color": colour, "dash": dash, "width": 4 if thick else 2},
                    error_y={"array": [each.high - each.mean for each in found], "visible": thick},
                ),
                row=1, col=column,
            )  # fmt: skip
    figure.update_annotations(font_size=16)
    figure.update_xaxes(
        title_text="breadth, part families", type="log", tickvals=x, ticktext=[f"{each:g}" for each in x]
    )
    figure.update_yaxes(tickformat="$,.0f", zeroline=True, zerolinewidth=2)
    comparisons = len(widths) * len(PANELS)
    ahead = {
        code: [
            f"{at:g}" for at, width in zip(x, widths, strict=True) if gap(evidence, code, width, comparisons).low > 0
        ]
        for code in PANELS
    }
    words = [
        f"{title.split(',')[0].lower()} at {f'breadth {listed(ahead[code])}' if ahead[code] else 'no breadth'}"
        for code, title in PANELS.items()
    ]
    title = f"{evidence.world}: {HORIZONTAL} is surely ahead of the vertical operator in {listed(words)}"
    alt = "Buyer surplus and shop profit against the phone book by breadth of the part family, a line for each arm."
    yield finished(figure, title=title, alt=alt, height=600)


crossing = each_world(draw)
