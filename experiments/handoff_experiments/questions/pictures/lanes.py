"""E5: how fast shops are convinced in each lane, and the table of the lanes."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, POLICY_COLOURS, VERMILION, finished, nothing_to_show, panels
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.decisions.start import ARM, LANE, league
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import money, number, percent

STANDING = {"yes": BLUE, "undecided": GREY, "no": VERMILION}


def convinced(answer: Any) -> tuple[go.Figure, ...]:
    """Share of the lane's shops that have not joined, week by week after launch; a panel for each policy."""
    factors = {factor.name: [level.name for level in factor.named] for factor in answer.question.varied(answer.size)}
    if not answer.worlds or LANE not in factors or ARM not in factors:
        return (nothing_to_show(f"Shops are shown by {LANE} and {ARM}; nothing was run with both"),)
    return tuple(_curves(of_world, factors[LANE], factors[ARM]) for of_world in answer.worlds)


def _curves(of_world: Any, lanes: list[str], arms: list[str]) -> go.Figure:
    figure, places = panels(arms, shared_yaxes="all")
    runs = {
        arm.policy: [run for run in arm.runs if run is not None and run.finished]
        for arm in of_world.comparison.policies
    }
    ends: dict[tuple[str, str], float] = {}
    for name, point in sorted(of_world.points.items(), key=lambda each: lanes.index(each[1][LANE])):
        if not runs.get(name):
            continue
        curve = np.nanmean([not_joined(run) for run in runs[name]], axis=0)
        ends[point[LANE], point[ARM]] = float(curve[-1])
        row, column = places[arms.index(point[ARM])]
        number_of = lanes.index(point[LANE])
        figure.add_trace(
            go.Scatter(
                x=np.arange(len(curve)), y=curve, name=point[LANE], legendgroup=point[LANE], mode="lines",
                line={
                    "width": 3, "color": POLICY_COLOURS[number_of % len(POLICY_COLOURS)], "shape": "hv",
                    "dash": ("solid", "dash", "dot")[number_of % 3],
                },
                showlegend=(row, column) == places[0],
            ),
            row=row, col=column,
        )  # fmt: skip
    figure.add_hline(y=0.5, line={"color": GREY, "dash": "dot"})
    figure.update_xaxes(title_text="weeks from launch")
    figure.update_yaxes(title_text="shops of the lane not in", tickformat=".0%", range=[0, 1.02], col=1)
    (lane, arm) = min(ends, key=lambda at: ends[at])
    title = (
        f"{of_world.world}: most are convinced in “{lane}” under {arm}, {percent(1 - ends[lane, arm])} of the lane's "
        "shops at the end"
    )
    alt = "Share of the lane's shops that are not members, by week after launch, a line for each lane."
    return finished(figure, title=title, alt=alt, height=520)


def not_joined(run: Any) -> np.ndarray:
    """Share of eligible shops that are out [week from launch]."""
    eligible = run.shops["eligible"]
    members = run.membership[run.launch :, : len(eligible)] > 0
    out: np.ndarray = 1.0 - members[:, eligible].mean(axis=1)
    return out


def draw_league(evidence: Evidence) -> Iterator[go.Figure]:
    """Weeks until half of a lane's shops are in, the soonest first; coloured by whether shops lose."""
    table = league(evidence)
    names = [f"{row[LANE]}, {row[ARM]}" for row in table.to_dict("records")]
    figure = go.Figure()
    for word, colour in STANDING.items():
        mine = [row if row["C ≥ 0"] == word else None for row in table.to_dict("records")]
        if not any(mine):
            continue
        figure.add_bar(
            y=names, x=[row["weeks"] if row else None for row in mine], orientation="h", marker_color=colour,
            showlegend=True,
            name={"yes": "shops surely no worse off", "undecided": "undecided", "no": "shops surely lose"}[word],
            text=[_told(row) if row else "" for row in mine],
            textposition="auto", insidetextanchor="start", textfont={"size": 14},
        )  # fmt: skip
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    figure.update_xaxes(
        title_text="weeks from launch until half of the lane's shops are in (never: to the end of the run)"
    )
    first = table.iloc[0]
    title = f"{evidence.world}: “{first[LANE]}” under {first[ARM]} is first, after {number(first['weeks'])} weeks"
    if first["never"] == 1.0:
        title = f"{evidence.world}: in no lane do half of the shops join before the run ends"
    alt = "Lanes and policies by weeks until half of the shops are in, with collective gain C, DFI and how often never."
    yield finished(figure, title=title, alt=alt, height=190 + 34 * len(names))


def _told(row: Mapping[Any, Any]) -> str:
    return f"C {money(row['C'])}, DFI {number(100 * row['DFI'])} %, never in {percent(row['never'])} of runs"


league_table = each_world(draw_league)
