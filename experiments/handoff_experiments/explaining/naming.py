"""What jobs, parties and operations are called in an explanation."""

import numpy as np
import numpy.typing as npt

OUTSIDE = -2  # maker of an operation that an outside processor does


def is_job(text: str, key: int) -> bool:
    """Whether a job goes by a text: its key, its name, or a beginning of its name.

    >>> is_job("3f9a", 0x3F9A1C07D2E15B60), is_job("3f9a-1c07-d2e1", 0x3F9A1C07D2E15B60), is_job("9a", 1)
    (True, True, False)
    """
    plain = text.strip().lower().replace("-", "")
    return text.strip() == str(int(key)) or (bool(plain) and f"{int(key):016x}".startswith(plain))


def operation_name(op: npt.NDArray[np.void]) -> str:
    """An operation by its row: its place in the job, and the lot of a large one."""
    lot = f", lot {int(op['lot']) + 1}" if int(op["lots"]) > 1 else ""
    return f"operation {int(op['stage']) + 1}{lot}"
