"""What a job is called wherever one is spoken of: on the command line, in JSON, on pages, at play."""

NAME_DIGITS = 12  # hexadecimal; two of a hundred thousand jobs share them once in 50,000 runs


def job_name(key: int) -> str:
    """The short name of a job: the first 12 hexadecimal digits of its persistent key.

    >>> job_name(0x3F9A1C07D2E15B60)
    '3f9a-1c07-d2e1'
    """
    digits = f"{int(key):016x}"[:NAME_DIGITS]
    return "-".join(digits[k : k + 4] for k in range(0, NAME_DIGITS, 4))
