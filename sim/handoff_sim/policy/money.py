"""The same document in another currency (M3)."""

from typing import Any, TypeVar

from handoff_sim.codes import PriceRule
from handoff_sim.policy.declare import Spec, spec_of
from handoff_sim.policy.group import Group
from handoff_sim.policy.price_rule import PriceSetting

AnyGroup = TypeVar("AnyGroup", bound=Group)


def scaled_money(document: AnyGroup, factor: float) -> AnyGroup:
    """A copy with every amount of money multiplied by ``factor``.

    Every field whose unit contains ``$`` is scaled, and the number of a rate card. Ranges hold for dollars
    and are not checked again.
    """
    changed: dict[str, Any] = {}
    for name, field in type(document).model_fields.items():
        value = getattr(document, name)
        spec = spec_of(field)
        if isinstance(value, Group):
            changed[name] = scaled_money(value, factor)
        elif spec is not None:
            changed[name] = _scaled(spec, value, factor)
    return document.model_copy(update=changed)


def _scaled(spec: Spec, value: Any, factor: float) -> Any:
    if isinstance(value, PriceSetting):
        return PriceSetting(rule=value.rule, value=value.value * factor) if value.rule == PriceRule.RATE_CARD else value
    if "$" not in spec.unit or value is None:
        return value
    return tuple(item * factor for item in value) if spec.labels else value * factor
