"""Who holds a claim, in words for whoever is refused."""

import os
import socket
from datetime import UTC, datetime

from handoff_experiments.store.address import Address
from handoff_experiments.store.errors import StoreClaimed

HOST_LETTERS = 12  # a name of a connection has room for 63 letters in all


def this_process() -> str:
    """Number of this process, its machine, and the time."""
    now = datetime.now(UTC)
    return f"process {os.getpid()} on {socket.gethostname()[:HOST_LETTERS]} since {now:%Y-%m-%dT%H:%MZ}"


def refused(address: Address, holder: str) -> StoreClaimed:
    """The refusal of a claim that ``holder`` has; empty where it has not said who it is."""
    who = holder or "a process that has only just begun"
    return StoreClaimed(f"store {address}: another server works on it ({who}); stop that one, or read only")
