"""How trust between two shops, and a buyer's goodwill, moves with what happens."""

from handoff_sim.compiled import compiled


@compiled
def trust_after_success(trust: float, eta_plus: float) -> float:
    """Trust after a clean handoff in time: it closes part of the gap to full trust.

    R16: ``T + eta_plus (1 - T)``

    Source: MODEL R16, decisions D30, D31.
    """
    return trust + eta_plus * (1.0 - trust)


@compiled
def trust_after_failure(trust: float, factor: float) -> float:
    """Trust after late work or a workmanship NCR: a fixed part is gone.

    R16: ``T * factor``

    Source: MODEL R16, decisions D30, D31.
    """
    return trust * factor


@compiled
def trust_after_bad_packet(trust: float, factor: float) -> float:
    """Receiver's trust in an originator whose packet caused an NCR.

    R16: ``T * factor``

    Source: MODEL R16, decision D30.
    """
    return trust * factor


@compiled
def trust_after_idle_week(trust: float, decay: float) -> float:
    """Trust after a week without any handoff open or closed between the two.

    R16: ``T (1 - decay)``, decay a share per week.

    Source: MODEL R16, decision D30.
    """
    return trust * (1.0 - decay)
