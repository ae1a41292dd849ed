"""Mesa's classes, without what importing them does to the process."""

import multiprocessing

# Importing mesa makes "spawn" the start method of the whole process; whoever imports us keeps theirs.
_before = multiprocessing.get_start_method(allow_none=True)
try:
    from mesa import Agent, DataCollector, Model
    from mesa.agent import AgentSet
finally:
    multiprocessing.set_start_method(_before, force=True)

__all__ = ["Agent", "AgentSet", "DataCollector", "Model"]
