"""E4: right and false joins by evidence, and how long a trial must be."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, ORANGE, POLICY_COLOURS, VERMILION, finished, panels
from handoff_experiments.questions.decisions.convincing import (
    CAUTION,
    FALSE,
    HURDLE,
    NOISE,
    RIGHT,
    SHOWN,
    errors,
    pilot_weeks,
)
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import listed, money, percent

CAUTIONS = (0.5, 1.0, 1.5, 2.0)


def draw_errors(evidence: Evidence) -> Iterator[go.Figure]:
    """Who is in where joining pays, and who is where it costs, by caution; a panel for each kind of evidence."""
    kinds, cautions = evidence.factors[SHOWN], evidence.factors[CAUTION]
    figure, places = panels(list(kinds), shared_yaxes="all")
    tables = [errors(evidence, {CAUTION: caution}) for caution in cautions]
    x = [evidence.number(CAUTION, caution) for caution in cautions]
    for kind, (row, column) in zip(kinds, places, strict=True):
        mine = [table.loc[table[SHOWN] == kind].iloc[0] for table in tables]
        for name, colour, low, high in (
            ("right joins", BLUE, "right low", "right high"), ("false joins", VERMILION, "false low", "false high"),
        ):  # fmt: skip
            figure.add_trace(
                go.Scatter(
                    x=x, y=[each[name] for each in mine], name=name, legendgroup=name,
                    line={"color": colour, "width": 3},
                    error_y={
                        "array": [each[high] - each[name] for each in mine],
                        "arrayminus": [each[name] - each[low] for each in mine],
                    },
                    mode="lines+markers", marker={"size": 10, "symbol": "circle" if colour == BLUE else "x"},
                    showlegend=(row, column) == places[0],
                ),
                row=row, col=column,
            )  # fmt: skip
    for bound in (RIGHT, FALSE):
        figure.add_hline(y=bound, line={"color": GREY, "dash": "dot"})
    figure.update_xaxes(title_text="caution κ", tickvals=x, range=[0, max(x) + 0.3])
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02])
    figure.update_yaxes(title_text="shops in at the end", col=1)
    ordinary = tables[list(cautions).index("caution 1")] if "caution 1" in cautions else tables[0]
    passed = list(ordinary.loc[ordinary["passes"] == "yes", SHOWN])
    best = ordinary.sort_values("right joins", ascending=False).iloc[0]
    rates = f"{percent(best['right joins'])} where joining pays and {percent(best['false joins'])} where it costs"
    told = (
        f"{listed(passed)} pass" if passed else f"no evidence is seen to pass; “{best[SHOWN]}” brings most in, {rates}"
    )
    title = f"{evidence.world}: at κ 1 and the bounds of {percent(RIGHT)} and {percent(FALSE)}, {told}"
    alt = "Share of shops in at the end, where joining pays and where it costs, by caution, for each kind of evidence."
    yield finished(figure, title=title, alt=alt, height=780)


def pilot_length(_answer: object) -> tuple[go.Figure, ...]:
    """How long a trial must be by the formula, over the true gain, a line for each caution."""
    gains = np.linspace(HURDLE + 20.0, 500.0, 120)
    figure = go.Figure()
    for caution, colour in zip(CAUTIONS, (BLUE, POLICY_COLOURS[2], ORANGE, VERMILION), strict=True):
        weeks = [pilot_weeks(caution, NOISE, float(gain), HURDLE) for gain in gains]
        figure.add_scatter(x=gains, y=weeks, name=f"κ {caution:g}", line={"width": 4, "color": colour})
    for trial in (8, 13, 26):
        figure.add_hline(y=trial, line={"color": GREY, "dash": "dot"})
    figure.update_xaxes(title_text="true gain Δ, $ per machine-week", tickformat="$,.0f")
    figure.update_yaxes(
        title_text="weeks of trial", type="log", tickvals=[1, 2, 4, 8, 13, 26, 52, 104], range=[0, np.log10(150)]
    )
    enough = min(gain for gain in gains if pilot_weeks(1.0, NOISE, float(gain), HURDLE) <= 13)
    title = (
        f"By n* = (κσ/(Δ − A))², a quarter's trial shows an ordinarily cautious shop a gain of "
        f"{money(enough, signed=False)} or more"
    )
    alt = (
        f"Weeks of trial that the formula asks for, by true gain and caution; noise {money(NOISE, signed=False)}, "
        f"hurdle {money(HURDLE, signed=False)} per machine-week. It is a formula, not a result of runs."
    )
    return (finished(figure, title=title, alt=alt, height=540),)


decision_errors = each_world(draw_errors)
