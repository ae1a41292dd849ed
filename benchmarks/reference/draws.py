"""Luck for the reference: the engine's keyed draws in plain Python, or the generator a Mesa model comes with."""

import random
from statistics import NormalDist
from typing import Protocol

BITS_64 = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
STANDARD_NORMAL = NormalDist()


class Draws(Protocol):
    """Where a decision gets its luck; purpose and entities may be ignored."""

    def uniform(self, purpose: int, a: int, b: int, c: int) -> float:
        """Uniform on (0, 1)."""

    def normal(self, purpose: int, a: int, b: int, c: int) -> float:
        """Standard normal."""


class KeyedDraws:
    """The engine's streams, hash by hash, so that its decisions can be reproduced."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, purpose: int, a: int, b: int, c: int) -> float:
        """Uniform on (0, 1), keyed by seed, purpose and three entities."""
        key = mix(self.seed + purpose * GOLDEN)
        key = mix(key + (a + 1) * GOLDEN)
        key = mix(key ^ (((b + 1) * MIX_1 + (c + 1) * MIX_2) & BITS_64))
        return (key >> 11) * 2.0**-53 + 2.0**-54

    def normal(self, purpose: int, a: int, b: int, c: int) -> float:
        """Standard normal by inverse transform of the same uniform."""
        return STANDARD_NORMAL.inv_cdf(self.uniform(purpose, a, b, c))

    def order(self, purpose: int, a: int, b: int) -> int:
        """Key of a place in the week's order."""
        key = mix(mix(self.seed + purpose * GOLDEN) + (a + 1) * GOLDEN)
        return mix(key ^ (((b + 1) * MIX_1 + MIX_2) & BITS_64))


class SequentialDraws:
    """``random.Random``, the cheapest luck there is in Python: what a timed reference uses."""

    def __init__(self, generator: random.Random) -> None:
        self.generator = generator

    def uniform(self, purpose: int, a: int, b: int, c: int) -> float:
        """Next uniform; the keys are not looked at."""
        return self.generator.random() or 0.5

    def normal(self, purpose: int, a: int, b: int, c: int) -> float:
        """Next normal; the keys are not looked at."""
        return self.generator.gauss(0.0, 1.0)


def mix(z: int) -> int:
    """SplitMix64 finaliser."""
    z &= BITS_64
    z = ((z ^ (z >> 30)) * MIX_1) & BITS_64
    z = ((z ^ (z >> 27)) * MIX_2) & BITS_64
    return z ^ (z >> 31)
