"""Handoff's model: independent shops, buyers and the rules between them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handoff_sim.model import FactoryModel

__all__ = ["FactoryModel"]


def __getattr__(name: str) -> Any:
    """Load the Mesa model when it is first asked for, so that ``handoff_sim.rules`` and the like stay cheap."""
    if name == "FactoryModel":
        from handoff_sim.model import FactoryModel

        return FactoryModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
