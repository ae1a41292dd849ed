"""Which uncertainties move a difference: Sobol' indices and Morris screening of a sweep made for them, and the noise.

Both look at the paired difference of an arm to the first one, averaged over the seeds of each world. What part of its
variance over worlds is only luck is estimated beside: no index can explain that part.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_experiments.sweeps.sampling import MORRIS_LEVELS, unit_problem
from handoff_experiments.sweeps.swept import Swept

FloatArray = npt.NDArray[np.float64]
RESAMPLES, RESAMPLING_SEED = 1000, 1
SOBOL = "Sobol' indices by Saltelli's estimators (SALib; Saltelli et al. 2010), 95 % bootstrap intervals"
MORRIS = "elementary effects on four levels (SALib; Morris 1991, Campolongo et al. 2007), 95 % bootstrap intervals"
NOISE = "variance components of a one-way layout, of a two-way one where worlds share their seeds"


def sobol_indices(swept: Swept, code: str, arm: str) -> pd.DataFrame:
    """First-order and total indices of a figure: ``first``, ``total``, their half widths; a row per uncertainty.

    Raises:
        ValueError: If the sweep was not made for it, or too little of it is there.
    """
    values = _in_groups(swept, code, arm, "sobol", len(swept.plan.names) + 2)
    from SALib.analyze import sobol

    found = sobol.analyze(
        unit_problem(len(swept.plan.names), swept.plan.names),
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=RESAMPLING_SEED,
    )
    table = {"first": found["S1"], "first_half_width": found["S1_conf"], "total": found["ST"]}
    return pd.DataFrame(
        table | {"total_half_width": found["ST_conf"]}, index=pd.Index(swept.plan.names, name="uncertainty")
    )


def morris_effects(swept: Swept, code: str, arm: str) -> pd.DataFrame:
    """Elementary effects of a figure over the whole range: mean, mean of sizes with its half width, spread.

    Raises:
        ValueError: If the sweep was not made for it, or too little of it is there.
    """
    group = len(swept.plan.names) + 1
    values = _in_groups(swept, code, arm, "morris", group)
    from SALib.analyze import morris

    kept = _whole_groups(swept, code, arm, group)
    found = morris.analyze(
        unit_problem(len(swept.plan.names), swept.plan.names),
        swept.plan.sample[: len(kept)][kept],
        values,
        num_resamples=RESAMPLES,
        num_levels=MORRIS_LEVELS,
        seed=RESAMPLING_SEED,
    )
    table = {"mean": found["mu"], "size": found["mu_star"], "size_half_width": found["mu_star_conf"]}
    return pd.DataFrame(table | {"spread": found["sigma"]}, index=pd.Index(swept.plan.names, name="uncertainty"))


def noise_share(swept: Swept, code: str, arm: str) -> float:
    """Share of the variance over worlds of a difference, averaged over its seeds, that is luck; NaN with one seed.

    Where all worlds have the same seeds, what a seed does to all of them alike is no reason for worlds to differ and
    is left out.
    """
    wide = swept.differences(code)[arm].unstack("replication").dropna()  # [world, seed]
    worlds, seeds = wide.shape
    if seeds < 2 or worlds < 2:
        return float("nan")
    table = wide.to_numpy(dtype=np.float64)
    within = table - table.mean(axis=1, keepdims=True)
    freedom = worlds * (seeds - 1)
    if swept.plan.common_seeds:
        within = within - within.mean(axis=0, keepdims=True)
        freedom = (worlds - 1) * (seeds - 1)
    luck = float((within**2).sum() / freedom) / seeds
    between = float(table.mean(axis=1).var(ddof=1))
    return min(1.0, luck / between) if between > 0 else float("nan")


def _in_groups(swept: Swept, code: str, arm: str, kind: str, group: int) -> FloatArray:
    """The figure [world] of whole groups of the design; a group in which a run broke is left out."""
    if swept.plan.design.kind != kind:
        raise ValueError(f"design: expected a sweep made with {kind}; found {swept.plan.design.kind}")
    kept = _whole_groups(swept, code, arm, group)
    if kept.sum() < 2 * group:
        raise ValueError(f"{code}: expected at least two whole groups of {group} worlds; found {kept.sum() // group}")
    return np.asarray(_values(swept, code, arm)[: len(kept)][kept])


def _values(swept: Swept, code: str, arm: str) -> FloatArray:
    """The figure by world [world], not a number where a run broke."""
    by_world = swept.differences(code)[arm].groupby("point").agg(lambda seeds: seeds.mean(skipna=False))
    return np.asarray(by_world.reindex(range(swept.points_done)), dtype=np.float64)


def _whole_groups(swept: Swept, code: str, arm: str, group: int) -> npt.NDArray[np.bool_]:
    values = _values(swept, code, arm)
    values = values[: len(values) // group * group]
    return np.repeat(np.isfinite(values).reshape(-1, group).all(axis=-1), group)
