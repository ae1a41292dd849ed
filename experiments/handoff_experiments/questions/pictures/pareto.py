"""E2: records on blame and lost customers, the hours they take as the size of the mark."""

from collections.abc import Iterator

import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, VERMILION, finished, panels
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.decisions.record import frontier
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import listed

STANDING = {"not beaten": BLUE, "beaten by the means": GREY, "beaten for sure": VERMILION}
SYMBOLS = {"not beaten": "circle", "beaten by the means": "circle-open", "beaten for sure": "x"}


def draw(evidence: Evidence) -> Iterator[go.Figure]:
    """Blame-transfer index against customers lost, buyers' class by class where it is varied."""
    classes = evidence.factors.get("buyers", ())
    looks = {"all buyers": None, **{f"{each} buyers": {"buyers": each} for each in classes}}
    if not classes:
        looks = {"buyers as they are": None}
    figure, places = panels(list(looks), columns=2, shared_xaxes="all", shared_yaxes="all")
    shown: set[str] = set()
    for (name, levels), (row, column) in zip(looks.items(), places, strict=True):
        table = frontier(evidence, levels)
        standing = [
            "beaten for sure"
            if each["surely beaten by"]
            else "beaten by the means"
            if each["beaten by"]
            else "not beaten"
            for each in table.to_dict("records")
        ]
        if levels is None:
            kept = list(table.loc[table["beaten by"] == "", "record"])
        for kind, colour in STANDING.items():
            mine = table[[each == kind for each in standing]]
            if mine.empty:
                continue
            figure.add_trace(
                go.Scatter(
                    x=mine["blame"], y=mine["customer loss"], mode="markers+text",
                    text=[f"{r['record'].replace('_', ' ')}, {r['preparation']:g} h" for r in mine.to_dict("records")],
                    textposition="top center", textfont={"size": 14},
                    marker={"size": 15, "color": colour, "symbol": SYMBOLS[kind], "line": {"width": 2, "color": colour}},
                    name=kind, legendgroup=kind, showlegend=kind not in shown, cliponaxis=False,
                ),
                row=row, col=column,
            )  # fmt: skip
            shown.add(kind)
    for column in (1, 2):
        figure.update_xaxes(title_text="blame-transfer index", tickformat=".0%", col=column)
    figure.update_xaxes(showticklabels=True)
    figure.update_yaxes(title_text="customers lost", tickformat=".1%", col=1)
    # room for the labels
    spans = [trace.x for trace in figure.data], [trace.y for trace in figure.data]
    for update, span in zip((figure.update_xaxes, figure.update_yaxes), spans, strict=True):
        low, high = min(map(min, span)), max(map(max, span))
        room = max(high - low, 0.01)
        update(range=[low - 0.25 * room, high + 0.25 * room])
    title = f"{evidence.world}: {listed([each.replace('_', ' ') for each in kept])} not beaten on blame, lost customers and preparation"
    alt = "Records by blame-transfer index and customers lost, both the less the better, with hours of preparation."
    yield finished(figure, title=title, alt=alt, height=900 if len(looks) > 2 else 520)


pareto = each_world(draw)
