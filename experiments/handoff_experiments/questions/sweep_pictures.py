"""Pictures of a sweep's answer, those that MODEL's E11 names."""

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from handoff_experiments.questions import sweep_answer
from handoff_experiments.sweeps import figures
from handoff_experiments.wording import percent

if TYPE_CHECKING:
    from handoff_experiments.questions.sweep_answer import SweepAnswer


def pictures(answer: "SweepAnswer") -> tuple[go.Figure, ...]:
    """Satisficing shares, regret, then for each thing that happens its box; or indices."""
    unit = sweep_answer.measure(answer.metric).unit
    found: list[go.Figure] = []
    for world, table in answer.satisficing.items():
        last = table[table["criterion"] == table["criterion"].iloc[-1]]
        best = last.loc[last["share"].idxmax()]
        found.append(
            figures.satisfied(f"{world}: {best['arm']} is good enough in {percent(best['share'])} of worlds", table)
        )
    for world, table in answer.regret.items():
        least = table.quantile(0.9).idxmin()
        found.append(
            figures.regrets(f"{world}: {least} is regretted least in bad cases ({answer.metric})", table, unit)
        )
    for swept in answer.sweeps:
        for place in answer.where.get(swept.plan.base.name, ()):
            worlds, hits = swept.worlds().loc[place.hits.index], place.hits.to_numpy(dtype=bool)
            if place.box is not None and place.box.limits:
                found.append(figures.peeling(place.what, place.box))
            if place.scores is not None:
                found.append(figures.stacked_dimensions(place.what, worlds, hits, place.scores))
                found.append(figures.parallel(place.what, worlds, hits, place.scores))
    for (world, arm), table in answer.indices.items():
        column = "total" if "total" in table else "size"
        title = f"{world}: what {arm} does to {answer.metric} depends most on {table[column].idxmax()}"
        draws_indices = column == "total"
        noise = answer.noise[world, arm]
        found.append(figures.indices(title, table, noise) if draws_indices else figures.screening(title, table, unit))
    return tuple(found)
