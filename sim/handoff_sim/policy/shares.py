"""Who pays for an NCR in each channel, as arrays: believed, proven and unproven (R2)."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Benchmark, Role
from handoff_sim.policy.benchmark import effective
from handoff_sim.policy.document import Policy, alpha_of
from handoff_sim.rules.liability import liability_share, self_made_share

FloatArray = npt.NDArray[np.float64]


class LiabilityArrays(NamedTuple):
    """Who pays for an NCR, by channel."""

    shares: FloatArray  # [channel, made in house, cause, role]: R2, as believed
    matrix: FloatArray  # [channel, cause, role]: when the cause is proven
    split: FloatArray  # [channel, role]: when it is not


def arrays_of(policy: Policy) -> LiabilityArrays:
    """Liability by channel: as believed under proof probability alpha (R2), when proven, and when not.

    For an op made in house the prime carries the originator's and the receiver's share, in the receiver's
    column.
    """
    rules = effective(policy)
    network = (rules.governance.liability.rows, rules.governance.default_split, alpha_of(rules))
    phone = (rules.phone.liability.rows, rules.phone.default_split, rules.phone.alpha)
    direct = (rules.direct.liability.rows, rules.direct.default_split, rules.direct.alpha)
    if rules.benchmark == Benchmark.NULL_NETWORK:
        network = phone
    channels = (direct, phone, network)
    matrix = np.array([rows for rows, _, _ in channels], dtype=np.float64)
    split = np.array([default for _, default, _ in channels], dtype=np.float64)
    alphas = [alpha for _, _, alpha in channels]
    return LiabilityArrays(_believed(alphas, matrix, split), matrix, split)


def _believed(alphas: list[float], matrix: FloatArray, split: FloatArray) -> FloatArray:
    causes, roles = matrix.shape[1:]
    shares = np.zeros((len(alphas), 2, causes, roles))
    for channel, alpha in enumerate(alphas):
        for cause in range(causes):
            for role in range(roles):
                shares[channel, 0, cause, role] = liability_share(
                    alpha, float(matrix[channel, cause, role]), float(split[channel, role])
                )
            row = shares[channel, 0, cause]
            shares[channel, 1, cause] = row
            shares[channel, 1, cause, Role.ORIGINATOR] = 0.0
            shares[channel, 1, cause, Role.RECEIVER] = self_made_share(
                float(row[Role.ORIGINATOR]), float(row[Role.RECEIVER])
            )
    return shares
