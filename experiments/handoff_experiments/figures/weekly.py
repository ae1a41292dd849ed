"""Weekly curves of an arm, averaged over its seeds."""

import numpy as np

from handoff_experiments.contrasts import Arm
from handoff_experiments.tasks import FloatArray


def mean_curve(arm: Arm, name: str) -> FloatArray:
    """Mean over the seeds [week]; NaN in weeks where no seed has a value; empty if there is no such curve."""
    curves = [run.series[name] for run in arm.runs if run is not None and run.finished and name in run.series]
    if not curves:
        return np.zeros(0)
    stacked = np.vstack(curves)
    known = np.isfinite(stacked)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    mean = np.full(stacked.shape[1], np.nan)
    np.divide(total, known.sum(axis=0), out=mean, where=known.any(axis=0))
    return mean
