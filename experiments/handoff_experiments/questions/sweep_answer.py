"""What came out of a sweep: which policy satisfies most often, where it fails, what moves the difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.measures import Measure, model_measures
from handoff_experiments.questions.answer import head_of, rows
from handoff_experiments.questions.head import Size
from handoff_experiments.questions.sweep import SweepQuestion
from handoff_experiments.statistics import shares
from handoff_experiments.sweeps import Swept, discovery, robustness, sensitivity
from handoff_experiments.sweeps.discovery import Box

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Where:
    """In which worlds something happens: the worlds, and what describes them."""

    what: str
    hits: pd.Series  # [world]
    box: Box | None
    tree: pd.DataFrame
    scores: pd.Series | None


@dataclass(frozen=True, kw_only=True)
class SweepAnswer:
    """A question over sampled worlds with what its sweeps say."""

    question: SweepQuestion
    size: Size
    sweeps: tuple[Swept, ...]
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every sampled world was run."""
        return len(self.sweeps) == len(self.question.effort(self.size).worlds) and all(s.complete for s in self.sweeps)

    @property
    def failures(self) -> tuple[str, ...]:
        """Runs that broke, told shortly; their tracebacks are in the tables."""
        return tuple(
            f"{swept.plan.base.name}, sampled world {row.point}, {row.arm}: {str(row.failure).strip().splitlines()[-1]}"
            for swept in self.sweeps
            for row in swept.failures().itertuples()
        )

    @property
    def metric(self) -> str:
        """The metric that decides."""
        return self.question.metrics[0]

    @property
    def sensitive(self) -> bool:
        """Whether the design is one of sensitivity analysis."""
        return self.question.sampling != "latin_hypercube"

    @cached_property
    def satisficing(self) -> Mapping[str, pd.DataFrame]:
        """Share of worlds that are good enough, by the world that the sampled ones start from."""
        criteria = {each.name: each.criterion for each in self.question.criteria}
        if self.sensitive or not criteria:
            return {}
        return {swept.plan.base.name: robustness.satisficing(swept, criteria) for swept in self.sweeps}

    @cached_property
    def regret(self) -> Mapping[str, pd.DataFrame]:
        """Regret in the metric that decides [world, arm], by the world that the sampled ones start from."""
        direction = measure(self.metric).direction or 1
        if self.sensitive:
            return {}
        return {
            swept.plan.base.name: robustness.regret(swept, self.metric, direction=direction) for swept in self.sweeps
        }

    @cached_property
    def indices(self) -> Mapping[tuple[str, str], pd.DataFrame]:
        """Sobol' indices or Morris effects of the paired difference, by world and arm; too little gives none."""
        found = {}
        analyse = sensitivity.sobol_indices if self.question.sampling == "sobol" else sensitivity.morris_effects
        for swept in self.sweeps if self.sensitive else ():
            for arm in swept.plan.arms[1:]:
                try:
                    found[swept.plan.base.name, arm.name] = analyse(swept, self.metric, arm.name)
                except ValueError:  # too few whole groups
                    continue
        return found

    @cached_property
    def noise(self) -> Mapping[tuple[str, str], float]:
        """Share of the variance over worlds of the paired difference that is luck, by world and arm."""
        return {
            (swept.plan.base.name, arm.name): sensitivity.noise_share(swept, self.metric, arm.name)
            for swept in self.sweeps
            for arm in swept.plan.arms[1:]
        }

    @cached_property
    def where(self) -> Mapping[str, tuple[Where, ...]]:
        """Where policies fail, and where the contest is won, by the world that the sampled ones start from."""
        return {swept.plan.base.name: tuple(self._where(swept)) for swept in self.sweeps if not self.sensitive}

    def _where(self, swept: Swept) -> list[Where]:
        found = []
        criteria = [each.criterion for each in self.question.criteria]
        if criteria:
            met = [criterion.met(swept) for criterion in criteria]
            for arm in swept.plan.arms[1:]:
                columns = pd.concat([each[arm.name] for each in met], axis=1).dropna()
                found.append(where(swept, f"{arm.name} is not good enough", ~columns.astype(bool).all(axis=1)))
        if self.question.contest and set(self.question.contest) <= {arm.name for arm in swept.plan.arms}:
            one, other = self.question.contest
            direction = measure(self.metric).direction or 1
            won = robustness.beats(swept, self.metric, one, other, direction=direction)
            found.append(where(swept, f"{one} does not beat {other}", ~won))
        return found

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        from handoff_experiments.questions.sweep_wording import sentences

        return sentences(self)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Evidence by title."""
        found: dict[str, pd.DataFrame] = {}
        for world, table in self.satisficing.items():
            found[f"{world}: share of worlds that are good enough"] = table
        for world, table in self.regret.items():
            deciles = table.quantile([0.5, 0.9, 1.0]).T.set_axis(["median", "ninth decile", "largest"], axis=1)
            found[f"{world}: regret in {self.metric}"] = deciles.rename_axis("policy").reset_index()
        for (world, arm), table in self.indices.items():
            found[f"{world}: what moves {self.metric} under {arm}"] = table.reset_index()
        for world, places in self.where.items():
            for place in places:
                if place.scores is not None:
                    found[f"{world}: what tells whether {place.what}"] = place.scores.reset_index()
                    found[f"{world}: tree of whether {place.what}"] = place.tree
        found["Luck"] = pd.DataFrame(
            [
                {"world": world, "policy": arm, "metric": self.metric, "share of the variance that is luck": share}
                for (world, arm), share in self.noise.items()
            ]
        )
        broken = pd.concat([swept.failures().assign(world=swept.plan.base.name) for swept in self.sweeps])
        return found | ({"Runs that broke": broken} if len(broken) else {})

    def figures(self) -> tuple[go.Figure, ...]:
        """Pictures: satisficing, regret, peeling, stacked dimensions and parallel coordinates; or indices."""
        from handoff_experiments.questions.sweep_pictures import pictures

        return pictures(self)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        hashes = {f"{swept.plan.base.name}: sweep": swept.plan.content_hash for swept in self.sweeps}
        hashes |= {f"{swept.plan.base.name}: runs": swept.content_hash for swept in self.sweeps}
        worlds = {
            swept.plan.base.name: {"done": swept.points_done, "planned": swept.plan.points} for swept in self.sweeps
        }
        return head_of(self, hashes) | {
            "sampled": worlds,
            "tables": {title: rows(table) for title, table in self.tables().items()},
            "method": self.methods,
            "seconds": self.seconds,
        }

    @property
    def methods(self) -> dict[str, str]:
        """How the conclusions were reached."""
        if self.sensitive:
            indices = sensitivity.SOBOL if self.question.sampling == "sobol" else sensitivity.MORRIS
            return {"indices": indices, "luck": sensitivity.NOISE}
        return {"boxes": discovery.METHOD, "shares": shares.METHOD, "luck": sensitivity.NOISE}


def where(swept: Swept, what: str, hits: pd.Series) -> Where:
    """Describe the worlds in which something happens."""
    worlds = swept.worlds().loc[hits.index]
    mask = hits.to_numpy(dtype=bool)
    tree = discovery.tree(worlds, mask)
    scores = None if tree.empty else discovery.feature_scores(worlds, mask)
    return Where(what=what, hits=hits, box=discovery.find_box(worlds, mask), tree=tree, scores=scores)


def measure(code: str) -> Measure:
    """What is known of a figure; those of several runs have no effect of interest."""
    known = {each.code: each for each in model_measures()}
    if code in known:
        return known[code]
    from handoff_sim.metrics import CONTRASTS

    found = next((each for each in CONTRASTS if each.code == code), None)
    unit, title = (found.unit, found.title) if found else ("", code)
    direction = {"higher": 1, "lower": -1}.get(found.direction, 0) if found else 0
    return Measure(code=code, title=title, unit=unit, direction=direction, party="", formula="", splits=False)
