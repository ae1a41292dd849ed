"""When a shop is out of money."""

from handoff_sim.compiled import compiled


@compiled
def insolvent_now(cash: float, credit_line: float) -> bool:
    """Whether cash is beyond the credit line this week; some weeks of it close the shop.

    R24: ``cash < -credit``; dollars.

    Source: MODEL R24, decision D75.
    """
    return cash < -credit_line
