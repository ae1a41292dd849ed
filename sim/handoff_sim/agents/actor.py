"""What every agent is: a seat that sees its row of the market's tables, by the field's names and in human units."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, NoReturn, Self, TypeVar, overload

from handoff_sim.agents.cases import Case
from handoff_sim.agents.mesa_classes import Agent
from handoff_sim.market.tables import Market

if TYPE_CHECKING:
    from handoff_sim.model import FactoryModel

Value = TypeVar("Value")
CENTS_PER_DOLLAR = 100.0
MINUTES_PER_HOUR = 60.0


class State(Generic[Value]):
    """A read-only attribute that is part of an agent's ``state()``; computed from the tables whenever it is read."""

    def __init__(self, read: Callable[[Any], Value]) -> None:
        self.read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, agent: None, owner: type) -> Self: ...
    @overload
    def __get__(self, agent: object, owner: type) -> Value: ...
    def __get__(self, agent: object | None, owner: type) -> Self | Value:
        return self if agent is None else self.read(agent)

    def __set__(self, agent: object, value: object) -> NoReturn:
        raise AttributeError(
            f"{type(agent).__name__}.{self.name}: the market's tables hold it, and only rules change it"
        )


def column(name: str, kind: Callable[[Any], Value], meaning: str) -> State[Value]:
    """A column of the agent's row, read as ``kind``: a number, a flag or an enum."""

    def read(agent: "Actor") -> Value:
        return kind(agent.row[name])

    read.__doc__ = meaning
    return State(read)


def dollars(cents: Any) -> float:
    """Cents as dollars."""
    return float(cents) / CENTS_PER_DOLLAR


def hours(minutes: Any) -> float:
    """Minutes as hours."""
    return float(minutes) / MINUTES_PER_HOUR


def week_or_none(week: Any) -> int | None:
    """A week, or None where the table says never."""
    return int(week) if week >= 0 else None


class Hook(NamedTuple):
    """One decision that an agent owns: the method's name, the compiled rule behind it, and what it is told.

    There is no rule where an honest firm has nothing to decide.
    """

    name: str
    rule: Callable[..., object] | None
    case: type[Case]


class Actor(Agent):  # type: ignore[misc]  # mesa ships no types
    """A seat in the market. It keeps no state: tables are replaced by larger ones, so it looks them up every time."""

    HOOKS: ClassVar[tuple[Hook, ...]] = ()
    model: "FactoryModel"

    def __init__(self, model: "FactoryModel", number: int) -> None:
        super().__init__(model)
        self.number = number

    @property
    def market(self) -> Market:
        """The tables as they are now."""
        return self.model.market

    @property
    def row(self) -> Any:
        """The agent's row of its table."""
        raise NotImplementedError

    @property
    def account(self) -> int:
        """The agent's account in the ledger."""
        raise NotImplementedError

    @State
    def cash_dollars(self) -> float:
        """Cash on hand, dollars."""
        return dollars(self.market.cash[self.account])

    @State
    def net_worth_dollars(self) -> float:
        """Cash and what is owed to the agent, less what it owes, dollars."""
        return dollars(self.market.worth[self.account])

    @classmethod
    def state_names(cls) -> tuple[str, ...]:
        """Names of the attributes in ``state()``."""
        found: dict[str, None] = {}
        for base in reversed(cls.__mro__):
            found |= {name: None for name, value in vars(base).items() if isinstance(value, State)}
        return tuple(found)

    def state(self) -> dict[str, Any]:
        """Everything about the agent that one word names, by that word."""
        return {"number": self.number} | {name: getattr(self, name) for name in self.state_names()}

    def remove(self) -> NoReturn:
        """Refused: taking a seat away would not take the firm out of the market."""
        raise NotImplementedError(
            f"{self}: a firm leaves the market by the rules of the run (a shop whose debts exceed its credit); "
            "removing its agent would leave its row in the tables"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.number})"


def overridden_hooks(seat: type[Actor]) -> tuple[Hook, ...]:
    """Hooks that the class ``seat`` answers otherwise than the class of the model that declares them."""
    return tuple(
        hook for hook in seat.HOOKS if getattr(seat, hook.name) is not getattr(_declaring(seat, hook), hook.name)
    )


def _declaring(seat: type[Actor], hook: Hook) -> type[Actor]:
    return next(base for base in reversed(seat.__mro__) if hook in vars(base).get("HOOKS", ()))
