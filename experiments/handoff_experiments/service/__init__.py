"""Experiments as a service: asked for, queued, run on shared workers, watched while they run, and kept."""

from handoff_experiments.service.asked import AskedSpec
from handoff_experiments.service.broadcast import Broadcast, Subscription
from handoff_experiments.service.desk import Desk, NoSuchExperiment, NotNow, OverBudget
from handoff_experiments.service.single import SingleRuns
from handoff_experiments.service.spec import Cited, ExperimentSpec
from handoff_experiments.service.standing import Standing
from handoff_experiments.service.update import ENDED, Status, Update

__all__ = [
    "ENDED",
    "AskedSpec",
    "Broadcast",
    "Cited",
    "Desk",
    "ExperimentSpec",
    "NoSuchExperiment",
    "NotNow",
    "OverBudget",
    "SingleRuns",
    "Standing",
    "Status",
    "Subscription",
    "Update",
]
