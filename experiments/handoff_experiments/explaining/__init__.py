"""Why a shop decided as it did: its decisions asked again by the same rules, with what would have turned each."""

from handoff_experiments.explaining.decisions import Explained, explain
from handoff_experiments.explaining.overview import WeekCounts, overview

__all__ = ["Explained", "WeekCounts", "explain", "overview"]
