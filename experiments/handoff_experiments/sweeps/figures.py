"""Pictures of a sweep: peeling, stacked dimensions, parallel coordinates, indices, regret, satisficing shares."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, ORANGE, VERMILION, colours, finished, nothing_to_show
from handoff_experiments.sweeps.discovery import Box
from handoff_experiments.wording import number, percent

BoolArray = npt.NDArray[np.bool_]
MOST_AXES = 6
BINS = 4
PALE = "#d5d5d5"


def peeling(what: str, box: Box) -> go.Figure:
    """The way of the peeling: coverage against density, the chosen box marked."""
    path = box.trajectory
    figure = go.Figure(
        go.Scatter(
            x=path["coverage"],
            y=path["density"],
            mode="markers+lines",
            marker={"size": 9, "color": path["res_dim"], "colorscale": "Viridis", "colorbar": {"title": "limits"}},
            line={"color": GREY, "width": 1},
            customdata=path[["mass", "res_dim"]],
            hovertemplate="coverage %{x:.0%}, density %{y:.0%}, mass %{customdata[0]:.0%}, %{customdata[1]} limits",
            showlegend=False,
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[box.coverage],
            y=[box.density],
            mode="markers",
            marker={"size": 20, "color": VERMILION, "symbol": "circle-open", "line": {"width": 3}},
            name=f"chosen: {len(box.limits)} limits",
        )
    )
    figure.update_xaxes(title_text="coverage: share of the cases inside", tickformat=".0%", range=[0, 1.03])
    figure.update_yaxes(title_text="density: share of worlds inside", tickformat=".0%", range=[0, 1.03])
    title = f"Worlds where {what}: a box with {percent(box.density)}, against {percent(box.base)} of all worlds"
    return finished(figure, title=title, alt=f"{title}; it covers {percent(box.coverage)} of them.", height=480)


def stacked_dimensions(what: str, worlds: pd.DataFrame, hits: BoolArray, scores: pd.Series) -> go.Figure:
    """Share of hits over the four uncertainties that matter most, two stacked on each axis."""
    names = list(scores.index[:4])
    if len(names) < 4:
        return nothing_to_show("Stacked dimensions need four uncertainties")
    bins = {name: pd.qcut(worlds[name], 2, labels=["low", "high"], duplicates="drop") for name in names[2:]}
    bins |= {name: _cut(worlds[name]) for name in names[:2]}
    frame = pd.DataFrame(bins)
    frame["hit"] = hits
    table = frame.pivot_table(
        index=[names[3], names[1]], columns=[names[2], names[0]], values="hit", aggfunc="mean", observed=False
    )
    counts = frame.pivot_table(
        index=[names[3], names[1]], columns=[names[2], names[0]], values="hit", aggfunc="size", observed=False
    )
    figure = go.Figure(
        go.Heatmap(
            z=table.to_numpy(dtype=float),
            x=_outer_and_inner(table.columns),
            y=_outer_and_inner(table.index),
            text=counts.to_numpy(dtype=int),
            texttemplate="%{z:.0%}<br>(%{text})",
            colorscale=[[0, "#ffffff"], [1, BLUE]],
            zmin=0,
            zmax=1,
            colorbar={"title": "share", "tickformat": ".0%"},
        )
    )
    figure.update_xaxes(title_text=f"{names[0]} within {names[2]}")
    figure.update_yaxes(title_text=f"{names[1]} within {names[3]}")
    high, low = float(np.nanmax(table.to_numpy(dtype=float))), float(np.nanmin(table.to_numpy(dtype=float)))
    title = f"Share of worlds where {what}: from {percent(low)} to {percent(high)} over four uncertainties"
    return finished(figure, title=title, alt=f"{title}: {', '.join(names)}.", height=620, legend=False)


def parallel(what: str, worlds: pd.DataFrame, hits: BoolArray, scores: pd.Series) -> go.Figure:
    """Each world as a line over the uncertainties that matter most, those where it happens in colour."""
    names = list(scores.index[:MOST_AXES])
    order = np.argsort(hits, kind="stable")  # hits are drawn last, above the others
    figure = go.Figure(
        go.Parcoords(
            line={"color": hits[order].astype(int), "colorscale": [[0, PALE], [1, VERMILION]], "cmin": 0, "cmax": 1},
            dimensions=[{"label": name, "values": worlds[name].to_numpy()[order]} for name in names],
            labelfont={"size": 15},
        )
    )
    title = f"{int(hits.sum())} of {len(hits)} worlds where {what}, in colour"
    found = finished(figure, title=title, alt=f"{title}: {', '.join(names)}.", height=520, legend=False)
    return found.update_layout(margin={"t": 140, "l": 90, "r": 60})


def indices(title: str, table: pd.DataFrame, noise: float) -> go.Figure:
    """Sobol' indices of each uncertainty, total and first order, the largest first."""
    table = table.sort_values("total")
    figure = go.Figure()
    for column, colour, words in (("total", ORANGE, "total"), ("first", BLUE, "first order")):
        figure.add_trace(
            go.Bar(
                x=table[column],
                y=table.index,
                orientation="h",
                error_x={"array": table[f"{column}_half_width"]},
                marker_color=colour,
                name=words,
            )
        )
    figure.update_xaxes(title_text=f"share of the variance over worlds; luck is {percent(noise)} of it")
    told = "; ".join(f"{name} {number(row.total)}" for name, row in table[::-1].head(5).iterrows())
    return finished(figure, title=title, alt=f"{title}. Total indices: {told}.", height=200 + 36 * len(table))


def screening(title: str, table: pd.DataFrame, unit: str) -> go.Figure:
    """Morris: mean size of the elementary effects against their spread."""
    figure = go.Figure(
        go.Scatter(
            x=table["size"],
            y=table["spread"],
            error_x={"array": table["size_half_width"]},
            text=table.index,
            mode="markers+text",
            textposition="top center",
            marker={"size": 11, "color": BLUE},
            showlegend=False,
        )
    )
    figure.update_xaxes(title_text=f"mean size of the effect over the whole range, {unit}", rangemode="tozero")
    figure.update_yaxes(title_text=f"spread of the effect (interaction, curvature, luck), {unit}", rangemode="tozero")
    told = "; ".join(f"{name} {number(row['size'])}" for name, row in table.nlargest(5, "size").iterrows())
    return finished(figure, title=title, alt=f"{title}. {told}.", height=620, legend=False)


def regrets(title: str, table: pd.DataFrame, unit: str) -> go.Figure:
    """How much each arm may be regretted: boxes over worlds, the least regretted first."""
    order = table.quantile(0.9).sort_values().index
    figure = go.Figure()
    for arm, colour in colours(list(order)).items():
        figure.add_trace(go.Box(x=table[arm], name=arm, marker_color=colour, boxpoints=False, showlegend=False))
    figure.update_xaxes(title_text=f"regret: the best policy of the world less this one, {unit}", rangemode="tozero")
    figure.update_yaxes(autorange="reversed")
    told = "; ".join(f"{arm} {number(float(table[arm].quantile(0.9)))}" for arm in order)
    alt = f"{title}. Ninth deciles: {told}."
    return finished(figure, title=title, alt=alt, height=180 + 46 * len(order), legend=False)


def satisfied(title: str, table: pd.DataFrame) -> go.Figure:
    """Share of worlds in which each arm is good enough, by criterion."""
    figure = go.Figure()
    criteria = list(dict.fromkeys(table["criterion"]))
    order = table[table["criterion"] == criteria[-1]].sort_values("share")["arm"].tolist()
    for criterion, colour in colours(criteria).items():
        rows = table[table["criterion"] == criterion].set_index("arm").loc[order]
        figure.add_trace(share_bars(rows, criterion, colour))
    figure.update_xaxes(title_text="share of sampled worlds", tickformat=".0%", range=[0, 1])
    return finished(figure, title=title, alt=title, height=200 + 22 * len(order) * (1 + len(criteria)))


def share_bars(rows: pd.DataFrame, name: str, colour: str) -> go.Bar:
    """Shares with their bounds as horizontal bars, one for each row of the index: ``share``, ``low``, ``high``."""
    return go.Bar(
        x=rows["share"],
        y=rows.index,
        orientation="h",
        error_x={"array": rows["high"] - rows["share"], "arrayminus": rows["share"] - rows["low"]},
        marker_color=colour,
        name=name,
    )


def _outer_and_inner(index: pd.Index) -> list[list[str]]:
    """The two levels of an axis."""
    return [[str(each) for each in index.get_level_values(level)] for level in (0, 1)]


def _cut(values: pd.Series) -> pd.Series:
    """Quarters of the worlds, named by their ends."""
    found: pd.Series = pd.qcut(values, BINS, duplicates="drop")
    names = [f"{number(each.left)} to {number(each.right)}" for each in found.cat.categories]
    return found.cat.rename_categories(names)
