"""How the transfer of a handoff is set (R12): a rule and the one number it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff_sim.codes import PriceRule
from handoff_sim.policy.declare import NONE, Spec, declared, words_of
from handoff_sim.policy.problems import Problem, Refused, closest_first, shown, unknown


@dataclass(frozen=True, kw_only=True)
class Value:
    """The number of a price rule: its kind, unit, range, default and meaning."""

    kind: str
    unit: str
    low: float
    high: float
    default: float
    meaning: str


VALUES = {
    PriceRule.NASH: Value(
        kind="share",
        unit="share of the gain",
        low=0.05,
        high=0.95,
        default=0.4,
        meaning="Receiver's share of the gain.",
    ),
    PriceRule.POSTED_SHARE: Value(
        kind="share",
        unit="share of the operation's price",
        low=0.5,
        high=0.98,
        default=0.85,
        meaning="Part of the operation's price that the receiver is paid.",
    ),
    PriceRule.RATE_CARD: Value(
        kind="number",
        unit="$/machine-h",
        low=40.0,
        high=300.0,
        default=95.0,
        meaning="Posted rate per planned hour.",
    ),
}
NAMES = words_of(PriceRule)


@dataclass(frozen=True, kw_only=True)
class PriceSetting:
    """A price rule with its number (0 where the rule needs none)."""

    rule: PriceRule
    value: float = 0.0

    def plain(self) -> str | dict[str, float]:
        """The form a document writes: ``tioli``, or ``{posted_share = 0.85}``."""
        name = self.rule.name.lower()
        return {name: self.value} if self.rule in VALUES else name


def price_rule(default: PriceSetting, meaning: str, question: str = NONE) -> Any:
    """Declare a price rule field."""
    return declared(default, Spec(kind="price_rule", meaning=meaning, question=question, options=NAMES))


def read_price_rule(value: object) -> PriceSetting:
    """A price rule from ``tioli``, ``{posted_share = 0.85}`` or ``{rule = "posted_share", value = 0.85}``.

    Raises
    ------
    Refused: unknown rule, number out of its range, a number where the rule needs none
    """
    if isinstance(value, PriceSetting):
        return value
    if isinstance(value, str):
        return _setting(value, None)
    if not isinstance(value, Mapping) or not value:
        raise Refused(Problem(path="", expected=_WANTED, found=shown(value), options=NAMES))
    if "rule" in value:
        extra = [name for name in value if name not in ("rule", "value")]
        if extra:
            raise Refused(*(unknown(str(name), str(name), ("rule", "value")) for name in extra))
        return _setting(value["rule"], value.get("value"))
    if len(value) > 1:
        raise Refused(Problem(path="", expected="one price rule", found=shown(dict(value)), options=NAMES))
    ((name, given),) = value.items()
    return _setting(name, given)


_WANTED = f"a price rule ({', '.join(NAMES)}) such as {{posted_share = 0.85}}"


def _setting(name: object, given: object) -> PriceSetting:
    if not isinstance(name, str) or name not in NAMES:
        ordered = closest_first(str(name), NAMES)
        expected = f"a price rule ({', '.join(ordered)}) such as {{posted_share = 0.85}}"
        raise Refused(Problem(path="", expected=expected, found=shown(name), options=ordered))
    rule = PriceRule[name.upper()]
    if rule not in VALUES:
        if given is not None:
            raise Refused(Problem(path="", expected=f"{name} without a number", found=shown(given)))
        return PriceSetting(rule=rule)
    wanted = VALUES[rule]
    if given is None:
        return PriceSetting(rule=rule, value=wanted.default)
    if not isinstance(given, (int, float)) or isinstance(given, bool) or not wanted.low <= given <= wanted.high:
        expected = f"a {wanted.kind} {wanted.low:g} to {wanted.high:g} ({wanted.unit})"
        raise Refused(Problem(path=name, expected=expected, found=shown(given)))
    return PriceSetting(rule=rule, value=float(given))
