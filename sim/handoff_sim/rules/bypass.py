"""When buyer and shop take a repeat of a network job off the network."""

from handoff_sim.compiled import compiled

TRUST_TO_LEAVE = 0.5  # mutual trust below which two parties do not deal without the network


@compiled
def bypass_gain(
    take: float, price: float, admin_h: float, wage: float, packet_cost: float, el_shift: float,
    finance_direct: float, default_direct: float, finance_network: float, stake: float, detect: float,
    penalty: float,
) -> float:  # fmt: skip
    """Joint gain of leaving the network with a repeat, before the hassle, dollars.

    R21: ``B = tau P + adm w_e + c_packet - [shift + (FIN_D + DEF_D - FIN_N) + Xi] - pi Pen``

    Symbols: tau = take; P = price; adm = admin_h at w_e = wage; shift = el_shift, protection given up:
    (alpha_N - alpha_D) times the liability at stake; FIN and DEF costs of waiting and default, direct and
    network; Xi = stake, record not earned; pi = detect chance of the penalty Pen. Money in dollars.
    Source: MODEL R21, decision D38.
    """
    saved = take * price + admin_h * wage + packet_cost
    protection = el_shift + (finance_direct + default_direct - finance_network) + stake
    return saved - protection - detect * penalty


@compiled
def leak_probability(gain: float, hassle_bar: float, vref: float) -> float:
    """Chance that a pair that trusts each other leaves, over hassles uniform on [0, h Vref].

    R21: ``clip(B / (h Vref), 0, 1)``

    Symbols: B = gain, dollars; h = hassle_bar, share of vref; vref dollars.
    Source: MODEL R21 and V15.
    """
    if gain <= 0.0:
        return 0.0
    most = hassle_bar * vref
    if gain >= most:
        return 1.0
    return gain / most


@compiled
def bypasses(gain: float, hassle_u: float, hassle_bar: float, vref: float, mutual_trust: float) -> bool:
    """Whether this pair leaves the network with this repeat.

    R21: ``B > u h Vref`` and mutual trust of at least one half.

    Symbols: B = gain, dollars; u = hassle_u, uniform draw; h = hassle_bar, share of vref.
    Source: MODEL R21, decision D38.
    """
    return gain > hassle_u * hassle_bar * vref and mutual_trust >= TRUST_TO_LEAVE
