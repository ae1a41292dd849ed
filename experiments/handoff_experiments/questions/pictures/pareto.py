"""E2: records on blame and lost customers; what is dominated is crossed out."""

from collections.abc import Iterator

import plotly.graph_objects as go

from handoff_experiments.figures.style import POLICY_COLOURS, finished, panels
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.decisions.record import FACTOR, frontier
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import listed, number

PLACES = ("top center", "bottom center", "top left", "bottom right", "top right")  # of labels, so that few collide


def draw(evidence: Evidence) -> Iterator[go.Figure]:
    """Blame-transfer index against customers lost, buyers' class by class where it is varied."""
    classes = evidence.factors.get("buyers", ())
    looks = [None, *({"buyers": each} for each in classes)]
    names = ["all buyers", *(f"buyers: {each}" for each in classes)]
    figure, places = panels(names, columns=2)
    tables = [frontier(evidence, levels) for levels in looks]
    for table, (row, column) in zip(tables, places, strict=True):
        for each in table.to_dict("records"):
            place = evidence.factors[FACTOR].index(each["record"])
            name = each["record"].replace("_", " ")
            figure.add_trace(
                go.Scatter(
                    x=[each["blame"]], y=[each["customer loss"]], mode="markers+text", text=[name],
                    textposition=PLACES[place], textfont={"size": 14, "color": POLICY_COLOURS[place]},
                    marker={
                        "size": 15, "color": POLICY_COLOURS[place], "symbol": "x" if each["beaten by"] else "circle",
                    },
                    name=f"{name}, {each['preparation']:g} h", legendgroup=name, showlegend=(row, column) == places[0],
                ),
                row=row, col=column,
            )  # fmt: skip
        for update, values in ((figure.update_xaxes, table["blame"]), (figure.update_yaxes, table["customer loss"])):
            room = max(values.max() - values.min(), 0.002)
            update(range=[values.min() - 0.5 * room, values.max() + 0.5 * room], row=row, col=column)
    figure.update_xaxes(title_text="blame-transfer index", tickformat=".1%", nticks=6)
    figure.update_yaxes(title_text="customers lost", tickformat=".1%", nticks=6)
    kept = [name.replace("_", " ") for name in tables[0].loc[tables[0]["beaten by"] == "", "record"]]
    apart = [number(100 * (tables[0][name].max() - tables[0][name].min())) for name in ("blame", "customer loss")]
    title = (
        f"{evidence.world}: {listed(kept)} {'is' if len(kept) == 1 else 'are'} not dominated (crosses are); records "
        f"are {apart[0]} points of blame and {apart[1]} points of lost customers apart"
    )
    alt = "Records by blame-transfer index and customers lost, both the less the better, with hours of preparation."
    yield finished(figure, title=title, alt=alt, height=900 if len(looks) > 1 else 520)


pareto = each_world(draw)
