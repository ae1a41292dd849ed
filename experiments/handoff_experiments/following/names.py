"""What jobs, parties and operations are called wherever a life is told: on paper, in JSON, on the command line."""

import numpy as np
import numpy.typing as npt

from handoff_experiments.bad_question import BadQuestion
from handoff_sim.codes import Account
from handoff_sim.names import job_name

Keys = npt.NDArray[np.uint64]

FIRST_BUYER = 1_000_000  # as the event log numbers accounts
FIRST_SPECIAL = 2_000_000
OCCURRENCE = 10_000  # of an item: 100 * stage + lot + 10,000 * occurrence
SPECIAL = {
    Account.NATURE: "nature",
    Account.OPERATOR: "the operator",
    Account.POOL: "the loss pool",
    Account.ESCROW: "escrow",
    Account.SPONSOR: "the sponsor",
    Account.OUTSIDE: "outside processors",
    Account.ESTATE: "estates of closed shops",
    Account.ENDOWMENT: "endowments",
}


class UnknownJob(BadQuestion):
    """No job, or more than one, goes by what was asked for."""


def find_job(text: str, keys: Keys, *, where: str = "these two futures") -> int:
    """The key of the job that goes by ``text``: its name, a unique beginning of it, or its key in full.

    Parameters: ``keys`` of all jobs, ``where`` it is looked for. A key may be written in decimal, as in the event
    log, or in hexadecimal.
    Raises UnknownJob: no job, or several, go by that; its options are jobs near by.
    """
    wanted = text.strip().lower().removeprefix("0x").replace("-", "")
    if text.strip().isdecimal() and int(text) < 2**64 and np.uint64(int(text)) in keys:
        return int(text)
    known = np.unique(keys)
    hexadecimal = 0 < len(wanted) <= 16 and all(digit in "0123456789abcdef" for digit in wanted)
    if not hexadecimal:
        expected = f"a job's name such as {_example(known)}, or a key"
        raise UnknownJob("job", expected, text, (), f"job {text}: expected {expected}")
    low = int(wanted.ljust(16, "0"), 16)
    high = int(wanted.ljust(16, "f"), 16)
    first = int(np.searchsorted(known, np.uint64(low)))
    last = int(np.searchsorted(known, np.uint64(high), side="right"))
    if last - first == 1:
        return int(known[first])
    if last == first:
        near = [job_name(key) for key in known[max(0, first - 2) : first + 2]]
        said = f"expected a job of {where}; none begins so; nearest {', '.join(near)}"
        raise UnknownJob("job", f"a job of {where}", text, near, f"job {text}: {said}")
    few = [job_name(key) for key in known[first : min(last, first + 4)]]
    said = f"expected one job; found {last - first} that begin so: {', '.join(few)}, ...; write more digits"
    raise UnknownJob("job", "one job", text, few, f"job {text}: {said}")


def _example(keys: Keys) -> str:
    return job_name(int(keys[0])) if len(keys) else "3f9a-1c07-d2e1"


def party_name(account: int) -> str:
    """Who stands behind an account, by its persistent number in the event log.

    >>> party_name(12), party_name(1_000_007), party_name(2_000_001), party_name(-2)
    ('shop 12', 'buyer 7', 'the operator', 'outside processors')
    """
    if account == -1:
        return ""
    if account == -2:
        return SPECIAL[Account.OUTSIDE]
    if account < 0:
        return f"vertical operator {-2 - account}"
    if account < FIRST_BUYER:
        return f"shop {account}"
    if account < FIRST_SPECIAL:
        return f"buyer {account - FIRST_BUYER}"
    special = account - FIRST_SPECIAL
    if special >= Account.VERTICAL:
        return f"vertical operator {special - Account.VERTICAL + 1}"
    return SPECIAL[Account(special)]


def operation_name(item: int, lots: int = 1) -> str:
    """An operation of a job by its item number in the event log.

    >>> operation_name(0), operation_name(102, lots=4), operation_name(10_100)
    ('operation 1', 'operation 2, lot 3', 'operation 2')
    """
    stage, lot = divmod(item % OCCURRENCE, 100)
    return f"operation {stage + 1}" + (f", lot {lot + 1}" if lots > 1 else "")


def account_of(party: str) -> int | None:
    """Persistent number of a shop or buyer by its name; None for anybody else.

    >>> account_of("shop 12"), account_of("buyer 7"), account_of("nature")
    (12, 1000007, None)
    """
    kind, _, number = party.partition(" ")
    if kind not in ("shop", "buyer") or not number.isdecimal():
        return None
    return int(number) + (FIRST_BUYER if kind == "buyer" else 0)
