"""Who plays which strategy with which parameters: checked data, laid into the market's table of plays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from handoff_sim.market.columns import array_of
from handoff_sim.market.fakes import MOST_FAKES
from handoff_sim.market.tables import Market
from handoff_sim.policy.problems import closest_first
from handoff_sim.strategies.formulas import PICKED_FROM

SHOPS, BUYERS = "shops", "buyers"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of a strategy, and the column of the table of plays that holds it."""

    name: str
    column: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return self.unit in ("weeks", "handoffs a week")


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a strategy is as data: its parameters, and columns that are 1 for whoever plays it."""

    parameters: tuple[Parameter, ...] = ()
    flags: tuple[str, ...] = ()
    side: str = SHOPS
    fewest: int = 1  # players

    def values(self, given: Mapping[str, float]) -> dict[str, float]:
        """Every parameter by name, defaults where none is given."""
        return {parameter.name: given.get(parameter.name, parameter.default) for parameter in self.parameters}


def _one(column: str, name: str, default: float, high: float, unit: str, meaning: str, low: float = 0.0) -> Parameter:
    return Parameter(name=name, column=column, default=default, low=low, high=high, unit=unit, meaning=meaning)


FORMS: dict[str, Form] = {
    "cherry_pick": Form(
        parameters=(_one("cherry_pick", "quantile", 0.7, 0.99, "share", "of own last 50 offers not good enough"),)
    ),
    "ack_spam": Form(
        parameters=(_one("ack_spam", "share", 0.8, 1.0, "share", "of offers that pay, declined after a fast answer"),)
    ),
    "lowball_change": Form(
        parameters=(
            _one("lowball", "cut", 0.08, 0.5, "share", "taken off the price of a quote"),
            _one("change_claim", "claim", 0.20, 1.0, "share", "of the price, claimed where an open scope changed"),
        )
    ),
    "milk": Form(parameters=(_one("milk", "enough", 0.85, 1.0, "score", "above which the shop stops caring"),)),
    "whitewash": Form(parameters=(_one("whitewash", "lowest", 0.55, 1.0, "score", "below which it takes a new name"),)),
    "wash_ring": Form(
        parameters=(
            _one("ring_jobs", "jobs", 2, MOST_FAKES, "handoffs a week", "that each reports to the next of the ring", 1),
            _one("ring_price", "price", 1500, 100_000, "dollars", "of each"),
        ),
        fewest=2,
    ),
    "packet_free_ride": Form(flags=("free_ride",)),
    "poach": Form(flags=("poach",)),
    "bypass": Form(flags=("bypass",)),
    "otd_padding": Form(parameters=(_one("padding", "padding", 0.5, 3.0, "share", "added to the lead of a quote"),)),
    "over_accept": Form(flags=("over_accept",)),
    "blame_shift": Form(flags=("blame_shift",)),
    "phantom_rfq": Form(
        parameters=(_one("phantom", "phantom", 0.3, 1.0, "share", "of RFQs that are not meant beyond the usual"),),
        side=BUYERS,
    ),
    "slow_pay": Form(parameters=(_one("slow_pay", "weeks", 6, 52, "weeks", "that a transfer waits", 1),)),
    "false_ncr": Form(
        parameters=(_one("false_claim", "share", 0.1, 1.0, "share", "of a transfer, claimed without a defect"),)
    ),
}


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One strategy for some shops (or buyers) for a whole run.

    ``agents`` are their numbers; a ring hands on in their order, and the last to the first. ``parameters`` by name;
    those left out have their defaults.

    Raises
    ------
    ValueError: an unknown strategy or parameter (with the closest names), a value out of range, too few players
    """

    strategy: str
    agents: tuple[int, ...]
    parameters: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.strategy not in FORMS:
            options = ", ".join(closest_first(self.strategy, FORMS))
            raise ValueError(f"strategy: expected one of {options}; found {self.strategy!r}")
        known = {parameter.name: parameter for parameter in self.form.parameters}
        for name, value in self.parameters.items():
            where = f"{self.strategy}.{name}"
            if name not in known:
                raise ValueError(f"{where}: expected {_names(known)}; found {name!r}")
            low, high = known[name].low, known[name].high
            if not low <= value <= high or (known[name].is_whole and value != int(value)):
                kind = "a whole number" if known[name].is_whole else "a number"
                raise ValueError(f"{where}: expected {kind} from {low:g} to {high:g}; found {value!r}")
        if len(self.agents) < self.form.fewest or len(set(self.agents)) < len(self.agents):
            what = f"{self.form.fewest} or more different {self.form.side}"
            raise ValueError(f"{self.strategy}: expected {what}; found {list(self.agents)}")

    @property
    def form(self) -> Form:
        """The strategy as data."""
        return FORMS[self.strategy]

    @property
    def values(self) -> dict[str, float]:
        """Every parameter by name."""
        return self.form.values(self.parameters)


def _names(known: Mapping[str, Parameter]) -> str:
    return f"one of {', '.join(known)}" if known else "no parameter"


def lay_out(market: Market, assignments: Iterable[Assignment]) -> Market:
    """The market with every assignment in its table of plays.

    Raises ValueError where a number is no shop (or buyer) of this market.
    """
    shops, buyers = int(market.p[0].n_shops), int(market.p[0].n_buyers)
    plays = array_of(market.plays)
    for assignment in assignments:
        form = assignment.form
        count, first = (shops, 0) if form.side == SHOPS else (buyers, shops)
        for place, number in enumerate(assignment.agents):
            if not 0 <= number < count:
                where = f"{assignment.strategy}.{form.side}"
                raise ValueError(f"{where}: expected numbers from 0 to {count - 1}; found {number!r}")
            row = plays[first + number]
            for parameter in form.parameters:
                row[parameter.column] = assignment.values[parameter.name]
            for flag in form.flags:
                row[flag] = 1
            if form.fewest > 1:
                row["ring_next"] = assignment.agents[(place + 1) % len(assignment.agents)]
    if (plays["cherry_pick"] > 0).any():
        return market._replace(worths=np.zeros((shops, PICKED_FROM)))
    return market
