"""Following one job under two policies: its two lives, where they part and why, and the money that moved."""

from handoff_experiments.following.following import Following, Pair, live_twice
from handoff_experiments.following.names import UnknownJob
from handoff_experiments.following.ranking import Ranking, Telling, follow_or_suggest, most_different
from handoff_sim.names import job_name

__all__ = [
    "Following",
    "Pair",
    "Ranking",
    "Telling",
    "UnknownJob",
    "follow_or_suggest",
    "job_name",
    "live_twice",
    "most_different",
]
