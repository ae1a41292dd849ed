"""Seeds of replications: derived from one root seed, the same under every policy."""

import numpy as np


def replication_seeds(root: int, pairs: int) -> tuple[int, ...]:
    """Unsigned 64-bit seeds; asking for more pairs keeps the first ones.

    >>> replication_seeds(1, 3)[:2] == replication_seeds(1, 2)
    True

    Args:
        root: Root seed, unsigned 64-bit.
        pairs: How many are wanted.

    Raises:
        ValueError: If the root seed is no unsigned 64-bit number.
    """
    if not 0 <= root < 2**64:
        raise ValueError(f"seed: expected a whole number from 0 to 2**64 - 1; found {root}")
    children = np.random.SeedSequence(root).spawn(pairs)
    return tuple(int(child.generate_state(1, np.uint64)[0]) for child in children)


FRESH = 1  # key of the stream from which seeds come that no search has seen


def fresh_seeds(root: int, pairs: int) -> tuple[int, ...]:
    """Unsigned 64-bit seeds of a stream of their own: none of them is a seed of `replication_seeds` of the same root.

    >>> set(fresh_seeds(1, 100)) & set(replication_seeds(1, 100))
    set()

    Args:
        root: Root seed, unsigned 64-bit.
        pairs: How many are wanted.
    """
    children = np.random.SeedSequence(root, spawn_key=(0, FRESH)).spawn(pairs)
    return tuple(int(child.generate_state(1, np.uint64)[0]) for child in children)
