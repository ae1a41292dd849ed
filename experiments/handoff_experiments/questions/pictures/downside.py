"""E3: welfare by liability rule and proof, other things averaged or told apart."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import finished
from handoff_experiments.questions.decisions.downside import MOST_BLAME, PROOF, RULE, cell
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.pictures.worlds import DIVERGING, each_world, short
from handoff_experiments.wording import money

REFUSED = {"no": "✕", "undecided": "?", "yes": ""}


def draw(evidence: Evidence) -> Iterator[go.Figure]:
    """Welfare of each rule and proof, a panel for each setting of the other factors."""
    rules, proofs = evidence.factors[RULE], evidence.factors[PROOF]
    others = [name for name in evidence.factors if name not in (RULE, PROOF)]
    settings = list(evidence.points(*others)) if others else [{}]
    columns = len(evidence.factors[others[-1]]) if others else 1
    tables = [[cell(evidence, {**setting, PROOF: proof}) for proof in proofs] for setting in settings]
    welfare = np.array([[table["welfare"].to_numpy() for table in row] for row in tables])
    largest = float(np.nanmax(np.abs(welfare))) or 1.0
    figure = make_subplots(
        rows=-(-len(settings) // columns), cols=columns, shared_xaxes=True, shared_yaxes=True,
        subplot_titles=[", ".join(f"{name} {short(name, at)}" for name, at in setting.items()) for setting in settings],
        horizontal_spacing=0.05, vertical_spacing=0.07,
    )  # fmt: skip
    for number, row in enumerate(tables):
        marks = [[f"{money(each['welfare'])} {REFUSED[each['allowed']]}" for each in t.to_dict("records")] for t in row]
        figure.add_trace(
            go.Heatmap(
                x=[short(PROOF, proof) for proof in proofs], y=[rule.replace("_", " ") for rule in rules],
                z=welfare[number].T, text=np.array(marks).T, texttemplate="%{text}", textfont={"size": 14},
                colorscale=DIVERGING, zmid=0, zmin=-largest, zmax=largest, showscale=False,
                hovertemplate="proof %{x}, %{y}: %{text}<extra></extra>",
            ),
            row=number // columns + 1, col=number % columns + 1,
        )  # fmt: skip
    figure.update_annotations(font_size=15)
    figure.update_xaxes(type="category")
    figure.update_xaxes(title_text="chance of proof α", row=-(-len(settings) // columns))
    figure.update_yaxes(autorange="reversed")
    best, proof = max(
        ((rule, proof) for rule in rules for proof in proofs),
        key=lambda at: float(np.nanmean(evidence.at("R5", {RULE: at[0], PROOF: at[1]}))),
    )
    title = (
        f"{evidence.world}: welfare against {evidence.baseline}, $ per shop-week; most with {best.replace('_', ' ')} "
        f"at α {short(PROOF, proof)}. ✕: blame index above {MOST_BLAME:g} or fewer shops take part, ?: undecided"
    )
    alt = "Welfare by liability rule and chance of proof, a panel for each loss by stage and risk aversion."
    yield finished(figure, title=title, alt=alt, height=150 + 330 * -(-len(settings) // columns), legend=False)


downside = each_world(draw)
