"""What goes wrong between an experiment and a cluster."""

from concurrent.futures import BrokenExecutor


class ClusterRefused(ValueError):
    """A cluster on which nothing is begun: no answer, no workers, or workers that would not make the same runs."""


class ExecutorLost(BrokenExecutor):
    """An executor that is gone with everything that waited in it, such as a cluster whose scheduler ended.

    Unlike a call whose worker process died, nothing more can be had of it.
    """
