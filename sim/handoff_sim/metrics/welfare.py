"""Welfare, decomposed exactly from the ledger in two ways that must agree to the cent (MODEL 5.6).

By cause: value served less the resources used up. By agent: what each group gained. Prices, transfers, fees,
penalties, subsidies, escrow and defaults only move money between agents and cancel.
"""

from dataclasses import dataclass

from handoff_sim.codes import REAL, Account, Category
from handoff_sim.metrics.arrays import Ints
from handoff_sim.metrics.view import EFFECT
from handoff_sim.records import Records

EXTERNAL = (
    Account.POOL,
    Account.ESCROW,
    Account.SPONSOR,
    Account.OUTSIDE,
    Account.ESTATE,
    Account.ENDOWMENT,
)


@dataclass(frozen=True)
class WelfareTable:
    """Cents gained by cause and by agent group; a cost is negative.

    ``real`` has every category that creates or uses resources; ``agents`` has shops, buyers, operator,
    vertical operators and external accounts (pool, escrow, sponsor, outside processors, estates, endowment).
    """

    real: dict[Category, int]
    agents: dict[str, int]

    def __post_init__(self) -> None:
        by_cause, by_agent = sum(self.real.values()), sum(self.agents.values())
        if by_cause != by_agent:
            raise ValueError(
                f"welfare: expected {by_cause} cents by cause to equal the agents' gains; found {by_agent}"
            )

    @property
    def total(self) -> int:
        """Welfare, cents."""
        return sum(self.real.values())


def agent_gains(worth: Ints, n_shops: int, n_buyers: int) -> dict[str, int]:
    """Cents by agent group from cents by account."""
    first = n_shops + n_buyers
    return {
        "shops": int(worth[:n_shops].sum()),
        "buyers": int(worth[n_shops:first].sum()),
        "operator": int(worth[first + Account.OPERATOR]),
        "vertical": int(worth[first + Account.VERTICAL : first + Account.SIZE].sum()),
        "external": sum(int(worth[first + account]) for account in EXTERNAL),
    }


def welfare(records: Records, epoch: int = EFFECT) -> WelfareTable:
    """The table of one epoch (2 is the effect window).

    Raises:
        ValueError: if the two sides differ, so the ledger is out of balance or a transfer met nature.
    """
    flows = records.flows[epoch]
    nature = flows[records.n_shops + records.n_buyers + Account.NATURE]
    real = {category: -int(nature[category]) for category in REAL}
    return WelfareTable(real, agent_gains(flows.sum(axis=1), records.n_shops, records.n_buyers))


def welfare_difference(a: WelfareTable, b: WelfareTable) -> WelfareTable:
    """What ``b`` gains over ``a``, line by line, cents."""
    real = {category: b.real[category] - cents for category, cents in a.real.items()}
    agents = {agent: b.agents[agent] - cents for agent, cents in a.agents.items()}
    return WelfareTable(real, agents)
