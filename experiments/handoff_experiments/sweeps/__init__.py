"""Sweeps: policies over sampled worlds, streamed to Parquet, and what can be learned from where they differ."""

from handoff_experiments.sweeps.plan import Plan
from handoff_experiments.sweeps.sampling import Design
from handoff_experiments.sweeps.sweep import sweep
from handoff_experiments.sweeps.swept import Swept
from handoff_experiments.sweeps.uncertainties import Uncertainty, ranges, uncertainties

__all__ = ["Design", "Plan", "Swept", "Uncertainty", "ranges", "sweep", "uncertainties"]
