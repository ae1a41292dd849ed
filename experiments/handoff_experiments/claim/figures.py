"""Pictures of the claim test."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.claim.emergence import Definition
from handoff_experiments.claim.statements import LARGE, SMALL, Finding
from handoff_experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    POLICY_COLOURS,
    VERMILION,
    finished,
    nothing_to_show,
    panels,
)
from handoff_experiments.sweeps.figures import peeling, share_bars
from handoff_experiments.wording import percent
from handoff_sim.metrics.emergence import DEFAULT

if TYPE_CHECKING:
    from handoff_experiments.claim.answer import ClaimAnswer

FINDING_COLOURS = {Finding.SUPPORTED: GREEN, Finding.FALSIFIED: VERMILION, Finding.UNDETERMINED: GREY}
DASHES = ("solid", "dash", "dot")
CORNERS = {"good deal": (0.99, 0.98), "trap": (0.99, 0.02), "stranded gain": (0.01, 0.98), "bad deal": (0.01, 0.02)}
SIGNS = {1: "better", 0: "not decided", -1: "not better"}


def of(answer: "ClaimAnswer") -> tuple[go.Figure, ...]:
    """Every picture of an answer."""
    return (
        forest(answer),
        shares(answer),
        confusion(answer),
        quadrants(answer),
        strip(answer),
        *(peeling(what, box) for what, (_, box) in answer.boxes.items() if box is not None and box.limits),
    )


def forest(answer: "ClaimAnswer") -> go.Figure:
    """F1 to F4, each share with its bounds; the rules' limits are drawn."""
    found = [each for each in answer.of(Definition.INDEX) if each.finding is not None][::-1]
    names = [f"{each.code}  {each.about}" for each in found]
    figure = go.Figure()
    for finding, colour in FINDING_COLOURS.items():
        rows = [(name, each) for name, each in zip(names, found, strict=True) if each.finding is finding]
        if rows:
            figure.add_trace(
                go.Scatter(
                    x=[each.value for _, each in rows],
                    y=[name for name, _ in rows],
                    error_x={
                        "array": [each.high - each.value for _, each in rows],
                        "arrayminus": [each.value - each.low for _, each in rows],
                        "thickness": 2,
                    },
                    mode="markers",
                    marker={"size": 13, "color": colour},
                    name=str(finding),
                )
            )
    for limit, what, side in ((SMALL, "supported up to", "right"), (LARGE, "falsified from", "left")):
        figure.add_vline(x=limit, line={"dash": "dot", "color": INK, "width": 1})
        figure.add_annotation(
            x=limit,
            y=1,
            yref="paper",
            text=f"{what}<br>{percent(limit)}",
            xanchor=side,
            yanchor="bottom",
            showarrow=False,
        )
    figure.update_yaxes(categoryorder="array", categoryarray=names)
    figure.update_xaxes(
        title_text="share (F3: difference); F2 from what is shown not to be better to all that is not shown to be",
        tickformat=".0%",
    )
    title = f"The claim as a whole is {answer.finding}"
    alt = "; ".join(f"{name} {percent(each.value)}, {each.finding}" for name, each in zip(names, found, strict=True))
    return finished(figure, title=title, alt=alt, height=170 + 44 * len(found))


def shares(answer: "ClaimAnswer") -> go.Figure:
    """In how many worlds a factory emerges under each policy, by both definitions."""
    table = answer.shares()
    order = table.query("definition == 'index'").sort_values("share")["policy"].tolist()
    figure = go.Figure()
    for definition, colour in zip(Definition, (BLUE, ORANGE), strict=True):
        rows = table[table["definition"] == str(definition)].set_index("policy").loc[order]
        figure.add_trace(share_bars(rows, definition.words, colour))
    figure.update_xaxes(title_text="share of sampled worlds in which it emerges", tickformat=".0%", rangemode="tozero")
    best = table.query("definition == 'index'").sort_values("share").iloc[-1]
    title = f"It emerges most often under {best['policy']}: in {percent(best['share'])} of worlds"
    alt = "; ".join(
        f"{policy} {percent(share)} ({definition})"
        for policy, definition, share in zip(table["policy"], table["definition"], table["share"], strict=True)
    )
    return finished(figure, title=title, alt=alt, height=170 + 40 * len(order))


def confusion(answer: "ClaimAnswer") -> go.Figure:
    """Emerged or not against better off or not, a panel for each meaning of better."""
    table = answer.confusion()
    prongs = list(dict.fromkeys(table["prong"]))
    figure, places = panels(prongs, columns=5, shared_yaxes="all")
    for prong, (row, column) in zip(prongs, places, strict=True):
        counts = table[table["prong"] == prong].pivot(index="emerged", columns="better", values="cases")
        counts = counts.reindex(index=[False, True], columns=[1, 0, -1]).fillna(0)
        within = counts.div(counts.sum(axis=1).replace(0, np.nan), axis=0)
        figure.add_trace(
            go.Heatmap(
                z=within.to_numpy(),
                x=[SIGNS[sign] for sign in counts.columns],
                y=["does not emerge", "emerges"],
                text=counts.astype(int).to_numpy(),
                texttemplate="%{text}",
                colorscale=[[0, "#ffffff"], [1, BLUE]],
                zmin=0,
                zmax=1,
                showscale=False,
            ),
            row=row,
            col=column,
        )
    emerged = table[(table["prong"] == prongs[-1]) & table["emerged"]]
    worse = int(emerged.loc[emerged["better"] == -1, "cases"].sum())
    total = int(emerged["cases"].sum())
    title = f"Of {total} cases where it emerges, {worse} leave shops no better off in at least one of four ways"
    alt = f"{title}. Numbers are cases; shades are shares of a row."
    return finished(figure, title=title, alt=alt, height=330, legend=False)


def quadrants(answer: "ClaimAnswer") -> go.Figure:
    """Median U against median C of each world and policy; filled where a factory emerged."""
    points = answer.points()
    if points.empty:
        return nothing_to_show("No case in which both gains are known")
    figure = go.Figure()
    for number, arm in enumerate(answer.arms):
        mine = points[points["arm"] == arm]
        emerged = mine["emerged"].fillna(False).astype(bool)
        figure.add_trace(
            go.Scatter(
                x=mine["unilateral"],
                y=mine["collective"],
                mode="markers",
                marker={
                    "size": np.where(emerged, 10, 5),
                    "opacity": np.where(emerged, 0.85, 0.25),
                    "color": POLICY_COLOURS[number % len(POLICY_COLOURS)],
                    "symbol": number // len(POLICY_COLOURS) * 2,
                },
                name=arm,
            )
        )
    figure.add_hline(y=0, line={"color": GREY, "width": 2})
    figure.add_vline(x=0, line={"color": GREY, "width": 2})
    for word, (x, y) in CORNERS.items():
        figure.add_annotation(
            x=x,
            y=y,
            xref="paper",
            yref="paper",
            xanchor="right" if x > 0.5 else "left",
            text=word,
            showarrow=False,
            font_color=GREY,
        )
    figure.update_layout(legend_itemsizing="constant")
    limit = points[["unilateral", "collective"]].abs().quantile(0.98)
    for update, figure_of, what in (
        (figure.update_xaxes, "unilateral", "one shop alone: median U, $ per machine-week"),
        (figure.update_yaxes, "collective", "shops together: median C, $ per machine-week"),
    ):
        update(title_text=what, range=[-limit[figure_of], limit[figure_of]])
    there = points[points["emerged"].fillna(False).astype(bool)]
    traps = (there["unilateral"] > 0) & (there["collective"] < 0)
    trap = float(traps.mean()) if len(there) else float("nan")
    title = f"Where it emerges (large points), {percent(trap)} of cases are traps: good alone, bad together"
    return finished(figure, title=title, alt=f"{title}. {len(there)} of {len(points)} cases emerged.", height=720)


def strip(answer: "ClaimAnswer") -> go.Figure:
    """Share of worlds that count as emerged, by the least emergence ratio."""
    table = answer.strip()
    figure = go.Figure()
    for number, arm in enumerate(answer.arms):
        rows = table[table["policy"] == arm]
        figure.add_trace(
            go.Scatter(
                x=rows["ratio"],
                y=rows["share"],
                mode="lines",
                line={
                    "color": POLICY_COLOURS[number % len(POLICY_COLOURS)],
                    "dash": DASHES[number // len(POLICY_COLOURS)],
                    "width": 2.5,
                },
                name=arm,
            )
        )
    figure.add_vline(x=DEFAULT.ratio, line={"dash": "dot", "color": INK})
    by_ratio = table.drop_duplicates("ratio")
    figure.update_xaxes(title_text="least emergence ratio that counts (the rule says 0.5)")
    figure.update_yaxes(title_text="share of worlds", tickformat=".0%", rangemode="tozero")
    turns = [f"{code} is {_runs(by_ratio, code)}" for code in ("F1", "F2")]
    title = f"Whatever counts as emerged: {turns[0]}; {turns[1]}"
    return finished(figure, title=title, alt=title, height=560)


def _runs(table: pd.DataFrame, code: str) -> str:
    """Findings in words, with the ratio at which each begins: "supported from 0.10, falsified from 0.60"."""
    said, before = [], None
    for row in table.itertuples():
        finding = getattr(row, code)
        if finding != before:
            said.append(f"{finding} from {row.ratio:.2f}")
        before = finding
    return ", ".join(said)
