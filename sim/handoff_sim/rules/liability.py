"""Who pays for an NCR: the shares that the record, the matrix and the default split give each payer."""

from handoff_sim.compiled import compiled


@compiled
def liability_share(alpha: float, matrix_share: float, default_share: float) -> float:
    """Share of an NCR that one payer expects to bear for one cause.

    R2: ``S = alpha * Lambda + (1 - alpha) * Delta``

    Symbols: alpha, chance that the true cause can be shown; Lambda = matrix_share, the payer's share when it
    is shown; Delta = default_share, the payer's share when it is not. All pure shares, 0 to 1.
    Source: MODEL R2.
    """
    return alpha * matrix_share + (1.0 - alpha) * default_share


@compiled
def self_made_share(originator_share: float, receiver_share: float) -> float:
    """Share of an NCR that a shop bears on an op it makes itself: both parts.

    R2: ``S_self = S_originator + S_receiver``

    Source: MODEL R2, decision D24.
    """
    return originator_share + receiver_share
