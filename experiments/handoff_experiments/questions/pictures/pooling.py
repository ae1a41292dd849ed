"""E14: what a network that stays adds to the demand that is served, by the number of regions it joins."""

from collections.abc import Iterator

import plotly.graph_objects as go

from handoff_experiments.figures.style import colours, finished
from handoff_experiments.questions.decisions.collapse import ARM, REGIONS
from handoff_experiments.questions.decisions.collapse import pooling as gains
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.pictures.worlds import each_world
from handoff_experiments.wording import amount, interval


@each_world
def pooling(evidence: Evidence) -> Iterator[go.Figure]:
    """Gain in served share over the phone book, with its interval, a line for each policy."""
    table = gains(evidence)
    figure = go.Figure()
    palette = colours(evidence.factors[ARM])
    for shift, arm in enumerate(evidence.factors[ARM]):
        rows = table[table[ARM] == arm]
        figure.add_trace(
            go.Scatter(
                x=[evidence.factors[REGIONS].index(level) + 0.06 * (shift - 1.5) for level in rows[REGIONS]],
                y=rows["gain"], mode="lines+markers", name=arm, line={"color": palette[arm], "width": 2},
                marker={"size": 11},
                error_y={"array": rows["high"] - rows["gain"], "arrayminus": rows["gain"] - rows["low"]},
            )
        )  # fmt: skip
    levels = evidence.factors[REGIONS]
    figure.update_xaxes(tickvals=list(range(len(levels))), ticktext=list(levels), zeroline=False)
    figure.update_yaxes(
        title_text="served share, against the phone book", tickformat=".1%", zeroline=True, zerolinewidth=2
    )
    best = table.sort_values("gain").iloc[-1]
    title = (
        f"{evidence.world}: served share gains most under {best[ARM]} with {best[REGIONS]}, "
        f"{amount(best['gain'], 'share')} {interval(best['low'], best['high'], 'share')}"
        f"{'' if best['low'] > 0 or best['high'] < 0 else ', which is not decided'}"
    )
    alt = "Gain in served share of a network that stays, by number of regions. " + "; ".join(
        f"{row[ARM]} with {row[REGIONS]} {amount(row['gain'], 'share')}" for row in table.to_dict("records")
    )
    yield finished(figure, title=title, alt=f"{alt}.")
