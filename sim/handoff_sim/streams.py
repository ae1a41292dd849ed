"""Keyed randomness: every draw is a hash of (seed, purpose, entities), never of call order or policy.

A uniform comes from the SplitMix64 finaliser applied once per key; other distributions follow by inverse transform.
Two policies that look at the same entity for the same purpose therefore see the same luck.
Source: Steele, Lea, Flood 2014 (SplitMix64); Wichura 1988, AS 241 (normal quantile).
"""

import math
from enum import IntEnum

import numpy as np

from handoff_sim.compiled import compiled

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
S27 = np.uint64(27)
S30 = np.uint64(30)
S31 = np.uint64(31)
S11 = np.uint64(11)
ONE = np.uint64(1)
Bits = int | np.uint64  # 64 bits, in Python or in a table
UNIT = 1.0 / 9007199254740992.0
HALF_UNIT = 0.5 * UNIT


class Purpose(IntEnum):
    """What a draw is for; the first key of every draw."""

    ORDER = 1
    SHOP = 2
    BUYER = 3
    TIE = 4
    LISTING = 5
    SHOCK_BUYER = 6
    SHOCK_REGION = 7
    DEMAND = 8
    JOB_HOURS = 9
    JOB_OPS = 10
    JOB_LARGE = 11
    JOB_FLAGS = 12
    JOB_VALUE = 13
    JOB_LEAD = 14
    JOB_INTENT = 15
    FLOOR = 16
    SCREEN = 17
    BREAKDOWN = 18
    LABOUR = 19
    SOLICIT = 20
    ROUTE = 21
    NEWCOMER = 22
    MISROUTE = 23
    ESTIMATE = 24
    AWARD = 25
    MAKING_TIME = 26
    NCR = 27
    PROOF = 28
    DETECTION = 29
    CERT_CHAIN = 30
    REVISION = 31
    DEFAULT = 32
    LATE_PAY = 33
    REPEAT = 34
    LAG = 35
    LOYALTY = 36
    CHANNEL = 37
    BYPASS = 38
    POACH = 39
    VISIBILITY = 40
    CURIOSITY = 41
    BUYER_JOIN = 42
    AUDIT = 43
    STANDARD = 44
    VERTICAL = 45
    REFUSAL = 46
    CHANGE = 47
    CLAIM = 48
    FAKE = 49
    PENALTY = 46
    POOL = 47
    RANDOM_RECEIVER = 48
    SCHEDULED_SHOCK = 50


@compiled
def mix(z: Bits) -> Bits:
    """SplitMix64 finaliser: 64 bits in, 64 well-mixed bits out."""
    a = (np.uint64(z) ^ (np.uint64(z) >> S30)) * MIX_1
    b = (a ^ (a >> S27)) * MIX_2
    return b ^ (b >> S31)


@compiled
def draw_key(seed: Bits, purpose: int, a: Bits, b: Bits, c: Bits) -> Bits:
    """Key of one draw: (seed, purpose) and up to three entities or occurrences, each at least zero."""
    k = mix(np.uint64(seed) + np.uint64(purpose) * GOLDEN)
    k = mix(np.uint64(k) + (np.uint64(a) + ONE) * GOLDEN)
    return mix(np.uint64(k) ^ (((np.uint64(b) + ONE) * MIX_1) + ((np.uint64(c) + ONE) * MIX_2)))


@compiled
def uniform(seed: Bits, purpose: int, a: Bits, b: Bits, c: Bits) -> float:
    """Uniform on the open interval (0, 1)."""
    return float(np.uint64(draw_key(seed, purpose, a, b, c)) >> S11) * UNIT + HALF_UNIT


@compiled
def draw_keys(seed: Bits, purpose: int, a: Bits, b: Bits, c: np.ndarray, more: int, keys: np.ndarray) -> None:
    """Keys of draws that differ in their last entity only: ``more`` than those in ``c``."""
    k = mix(np.uint64(seed) + np.uint64(purpose) * GOLDEN)
    k = mix(np.uint64(k) + (np.uint64(a) + ONE) * GOLDEN)
    known = (np.uint64(b) + ONE) * MIX_1
    for row in range(c.shape[0]):
        keys[row] = mix(np.uint64(k) ^ (known + (np.uint64(c[row] + more) + ONE) * MIX_2))


@compiled
def unit(key: Bits) -> float:
    """The uniform on (0, 1) that a key stands for."""
    return float(np.uint64(key) >> S11) * UNIT + HALF_UNIT


@compiled
def normal_quantile(u: float) -> float:
    """Quantile of the standard normal; Wichura 1988, algorithm AS 241 (PPND16), relative error about 1e-16."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (
            (
                (
                    ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                    + 45921.953931549871457
                )
                * r
                + 13731.693765509461125
            )
            * r
            + 1971.5909503065514427
        ) * r + 133.14166789178437745
        below = (
            (
                (
                    ((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                    + 21213.794301586595867
                )
                * r
                + 5394.1960214247511077
            )
            * r
            + 687.1870074920579083
        ) * r + 42.313330701600911252
        return q * (top * r + 3.387132872796366608) / (below * r + 1.0)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        top = (
            (
                (
                    ((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
                    + 1.27045825245236838258
                )
                * r
                + 3.64784832476320460504
            )
            * r
            + 5.7694972214606914055
        ) * r + 4.6303378461565452959
        below = (
            (
                (
                    ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                    + 0.14810397642748007459
                )
                * r
                + 0.68976733498510000455
            )
            * r
            + 1.6763848301838038494
        ) * r + 2.05319162663775882187
        x = (top * r + 1.42343711074968357734) / (below * r + 1.0)
    else:
        r -= 5.0
        top = (
            (
                (
                    ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                    + 0.026532189526576123093
                )
                * r
                + 0.29656057182850489123
            )
            * r
            + 1.7848265399172913358
        ) * r + 5.4637849111641143699
        below = (
            (
                (
                    ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                    + 7.868691311456132591e-4
                )
                * r
                + 0.0148753612908506148525
            )
            * r
            + 0.13692988092273580531
        ) * r + 0.59983220655588793769
        x = (top * r + 6.6579046435011037772) / (below * r + 1.0)
    return -x if q < 0.0 else x


@compiled
def normal(seed: Bits, purpose: int, a: Bits, b: Bits, c: Bits) -> float:
    """Standard normal draw."""
    return normal_quantile(uniform(seed, purpose, a, b, c))


@compiled
def lognormal_mean_one(z: float, sigma: float) -> float:
    """Lognormal factor with mean one from a standard normal ``z``."""
    return math.exp(sigma * z - 0.5 * sigma * sigma)


@compiled
def integer(seed: Bits, purpose: int, a: Bits, b: Bits, c: Bits, low: int, high: int) -> int:
    """Integer uniform on low..high, both included."""
    return low + int(uniform(seed, purpose, a, b, c) * (high - low + 1))


@compiled
def poisson_quantile(u: float, mean: float) -> int:
    """Poisson count by inverse transform; ``mean`` up to a few hundred."""
    term = math.exp(-mean)
    total = term
    count = 0
    while u > total and count < 10000:
        count += 1
        term *= mean / count
        total += term
    return count
