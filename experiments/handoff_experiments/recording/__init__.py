"""One run kept whole: its events and ledger on disk to be read page by page, and what its decisions and jobs tell."""

from handoff_experiments.recording.asking import explain_job, explain_week, shop_weeks
from handoff_experiments.recording.lives import follow_job, telling_jobs
from handoff_experiments.recording.reading import Recording
from handoff_experiments.recording.selecting import Page
from handoff_experiments.recording.writing import Meta, ReplayDiffers, record, remove_drafts

__all__ = [
    "Meta",
    "Page",
    "Recording",
    "ReplayDiffers",
    "explain_job",
    "explain_week",
    "follow_job",
    "record",
    "remove_drafts",
    "shop_weeks",
    "telling_jobs",
]
