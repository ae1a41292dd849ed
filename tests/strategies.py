"""Random valid worlds and policies for property tests, drawn from the documents' own declarations.

Worlds are small (4 to 12 shops, 2 to 5 buyers), so that an engine can run many of them.

    from tests.strategies import policies, worlds

    @given(worlds(), policies())
    def test_money_is_conserved(world: World, policy: Policy) -> None: ...
"""

from typing import Any, TypeVar

from hypothesis import strategies as st

from handoff_sim.policy import Document, DocumentError, FieldInfo, Policy, fields_of, read, set_path
from handoff_sim.policy.liability import PRESETS
from handoff_sim.policy.price_rule import VALUES
from handoff_sim.world.document import World

AnyDocument = TypeVar("AnyDocument", bound=Document)

PROCESS_SETS = (
    ["mill", "finish"],
    ["mill", "turn", "finish"],
    ["mill", "turn", "sheet", "finish"],
)
# Drawn by hand: sizes that keep a run short, and fields that hang together with others.
POLICY_BY_HAND = ("network", "benchmark", "lane", "launch", "vertical", "name", "title", "about", "source")
WORLD_BY_HAND = ("population", "clock", "name", "title", "about", "source")
WEEKS = (8, 40)
STEPS = 100  # numbers are drawn on a grid: easier to read when a test fails
CHANGES = 12  # most fields that differ from the default


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A small valid world; up to a dozen fields besides its size differ from the default."""
    shops = draw(st.integers(4, 12), label="shops")
    weeks = draw(st.integers(*WEEKS), label="weeks")
    data: dict[str, Any] = {
        "population": {
            "shops": shops,
            "buyers": draw(st.integers(2, 5), label="buyers"),
            "regions": draw(st.integers(1, 2), label="regions"),
            "processes": draw(st.sampled_from(PROCESS_SETS), label="processes"),
            "ties": draw(st.integers(0, shops - 1), label="ties"),
            "machines_max": {"small": 2, "medium": 6, "large": 16},
        },
        "clock": {
            "weeks": weeks,
            "launch": draw(st.integers(1, weeks // 2), label="launch"),
            "effect_weeks": weeks,
        },
    }
    world = read(World, data, file="drawn world")
    return _changed(draw, world, [info for info in fields_of(World) if not _under(info, WORLD_BY_HAND)])


@st.composite
def policies(draw: st.DrawFn, *, network: bool | None = None, benchmarks: bool = False) -> Policy:
    """A valid policy for any drawn world; up to a dozen fields differ from the default.

    Parameters: ``network`` fixes whether there is one; ``benchmarks`` also draws null_network and
    frictionless.
    """
    data: dict[str, Any] = {
        "network": draw(st.booleans()) if network is None else network,
        "lane": draw(_lanes()),
        "launch": draw(_launches()),
        "vertical": draw(_verticals()),
    }
    if benchmarks:
        data["benchmark"] = draw(st.sampled_from(["none", "null_network", "frictionless"]), label="benchmark")
    policy = read(Policy, data, file="drawn policy")
    return _changed(draw, policy, [info for info in fields_of(Policy) if not _under(info, POLICY_BY_HAND)])


def _lanes() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [
            {},
            {"regions": [0]},
            {"processes": ["mill"]},
            {"buyers": ["disciplined"]},
            {"processes": ["finish", "mill"]},
        ]
    )


def _launches() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [
            {},
            {"subsidy": 150},
            {"subsidy": 80, "subsidy_end": 30},
            {"trial_weeks": 8, "hype": 80, "n_hype": 8},
            {"evidence": "testimonial", "n_pub": 4},
        ]
    )


def _verticals() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{}, {}, {"count": 1, "families": ["mill"]}, {"count": 2, "families": ["mill", "finish"]}])


def _under(info: FieldInfo, groups: tuple[str, ...]) -> bool:
    return info.path.partition(".")[0] in groups


def _changed(draw: st.DrawFn, document: AnyDocument, infos: list[FieldInfo]) -> AnyDocument:
    """The document with some fields drawn anew; a change that contradicts the others is dropped."""
    chosen = draw(st.lists(st.sampled_from(infos), max_size=CHANGES, unique_by=lambda info: info.vector or info.path))
    for info in chosen:
        path, value = draw(_setting(document, info), label=info.vector or info.path)
        try:
            document = set_path(document, path, value)
        except DocumentError:
            continue
    return document


def _setting(document: Document, info: FieldInfo) -> st.SearchStrategy[tuple[str, Any]]:
    """A path and a value for it; a vector is drawn as a whole, its sum and order kept."""
    if not info.vector:
        return _value(info).map(lambda value: (info.path, value))
    labels = [other.path.rpartition(".")[2] for other in fields_of(type(document)) if other.vector == info.vector]
    number = _value(info)
    drawn = st.lists(number, min_size=len(labels), max_size=len(labels))
    values = st.one_of(drawn, drawn.map(sorted), drawn.map(_shares))
    return values.map(lambda items: (info.vector, items))


def _shares(items: list[float]) -> list[float]:
    """Non-negative numbers as shares that sum to 1, the last taking what rounding leaves."""
    total = sum(items)
    if total <= 0:
        return [1.0, *[0.0] * (len(items) - 1)]
    rounded = [round(item / total, 3) for item in items[:-1]]
    return [*rounded, max(0.0, round(1.0 - sum(rounded), 3))]


def _value(info: FieldInfo) -> st.SearchStrategy[Any]:
    """A value that fits the declaration of a field."""
    if info.type == "flag":
        return st.booleans()
    if info.type == "word":
        return st.sampled_from(info.options)
    if info.type == "liability":
        return st.sampled_from(sorted(PRESETS))
    if info.type == "price_rule":
        return st.sampled_from(
            [rule.name.lower() if rule not in VALUES else {rule.name.lower(): VALUES[rule].default} for rule in _RULES]
        )
    assert info.low is not None and info.high is not None
    low, high = info.low, info.high
    if info.type == "whole":
        return st.integers(int(low), int(high))
    return st.integers(0, STEPS).map(lambda step: round(low + (high - low) * step / STEPS, 9))


_RULES = tuple(VALUES) + tuple(rule for rule in type(next(iter(VALUES))) if rule not in VALUES)
