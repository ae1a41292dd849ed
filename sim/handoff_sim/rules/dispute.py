"""Whether a shop denies an NCR that the record may not prove."""

from handoff_sim.compiled import compiled


@compiled
def denies(alpha: float, gain_share: float, loss: float, dispute_h: float, wage: float, stake: float) -> bool:
    """Whether denying pays: the chance to stay unproven, times what that shifts, against its cost.

    R23: ``(1 - alpha) * gain * L > h w_e + Xi``

    Symbols: alpha, chance that the true cause can be shown; gain = gain_share, share of the loss shifted by
    the default split; L = loss, dollars; h = dispute_h hours at w_e = wage; Xi = stake of a dispute, dollars.
    Source: MODEL R23, decision D25.
    """
    return (1.0 - alpha) * gain_share * loss > dispute_h * wage + stake
