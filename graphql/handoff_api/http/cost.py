"""What an operation costs, told before it is executed.

The directives are those of IBM's GraphQL Cost Directives Specification; they are printed in the schema and the
limit is computed from the same objects. A field costs its weight once, and each object it returns one more
(or the weight of its type) and the cost of what is selected inside. Scalars cost nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import strawberry
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from strawberry.schema_directive import Location
from strawberry.types import ExecutionContext

from handoff_api.http.errors import Code, refusal
from handoff_api.http.gate import chosen
from handoff_api.http.limits import Limits

DEFINITION = "strawberry-definition"


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.OBJECT],
    name="cost",
    description="What one call of the field, or one object of the type, costs.",
)
class Cost:
    """Weight of one call of a field, or of one object of a type."""

    weight: str


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description="How many objects a field returns, itself or through the fields named in sizedFields.",
)
class ListSize:
    """Size of a list: from the arguments named, else as assumed."""

    assumed_size: int | None = strawberry.UNSET
    slicing_arguments: list[str] | None = strawberry.UNSET
    sized_fields: list[str] | None = strawberry.UNSET


def cost(weight: int) -> Cost:
    """Directive for a field or type that costs ``weight`` instead of 0 a call or 1 an object."""
    return Cost(weight=str(weight))


def list_size(assumed: int, *, slicing: Sequence[str] = (), sized: Sequence[str] = ()) -> ListSize:
    """Directive for a field that returns as many objects as its ``slicing`` arguments say, else ``assumed``.

    ``sized`` names the fields of what it returns that hold them, as ``edges`` of a connection.
    """
    return ListSize(
        assumed_size=assumed,
        slicing_arguments=list(slicing) or strawberry.UNSET,
        sized_fields=list(sized) or strawberry.UNSET,
    )


def page_size(limits: Limits) -> ListSize:
    """Directive for a field that returns a Relay connection."""
    return list_size(limits.page, slicing=("first", "last"), sized=("edges",))


class Sized(NamedTuple):
    """Fields whose size the field around them has told."""

    fields: frozenset[str] = frozenset()
    size: int = 1


@dataclass(frozen=True)
class Price:
    """What a field costs: once a call, for each object, and how many objects there are."""

    call: int
    each: int
    is_list: bool
    returns: GraphQLNamedType
    assumed: int
    slicing: tuple[str, ...]
    defaults: dict[str, int]
    sized: frozenset[str]


@dataclass(frozen=True)
class PriceList:
    """The prices of a schema's fields, each read once from its directives."""

    schema: GraphQLSchema
    limits: Limits
    known: dict[tuple[str, str], Price] = field(default_factory=dict)

    def price(self, parent: GraphQLNamedType, name: str) -> Price:
        """The price of a field."""
        key = (parent.name, name)
        if key not in self.known:
            assert isinstance(parent, (GraphQLObjectType, GraphQLInterfaceType))
            self.known[key] = self._read(parent.fields[name])
        return self.known[key]

    def _read(self, definition: GraphQLField) -> Price:
        returns = get_named_type(definition.type)
        of_field, of_type = _directives(definition), _directives(returns)
        size = next((one for one in of_field if isinstance(one, ListSize)), ListSize())
        return Price(
            call=_weight(of_field, 0),
            each=_weight(of_type, 1) if is_composite_type(returns) else 0,
            is_list=is_list_type(get_nullable_type(definition.type)),
            returns=returns,
            assumed=self.limits.list_size if not isinstance(size.assumed_size, int) else size.assumed_size,
            slicing=tuple(size.slicing_arguments or ()),
            defaults=_whole_numbers({name: argument.default_value for name, argument in definition.args.items()}),
            sized=frozenset(size.sized_fields or ()),
        )


def _directives(definition: GraphQLField | GraphQLNamedType) -> Sequence[object]:
    return getattr(definition.extensions.get(DEFINITION), "directives", None) or ()


def _weight(directives: Sequence[object], otherwise: int) -> int:
    return next((int(one.weight) for one in directives if isinstance(one, Cost)), otherwise)


def _whole_numbers(values: dict[str, Any]) -> dict[str, int]:
    return {name: value for name, value in values.items() if isinstance(value, int) and not isinstance(value, bool)}


def unsized_lists(schema: strawberry.Schema) -> list[str]:
    """Fields that return lists of objects and do not say how many, for a test to name.

    Fields sized by the field around them, ``edges`` of a connection and the like, are left out.
    """
    prices = PriceList(schema._schema, Limits(list_size=-1))
    every = [
        (type_.name, name, prices.price(type_, name))
        for type_ in schema._schema.type_map.values()
        if isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType)) and not type_.name.startswith("__")
        for name in type_.fields
    ]
    sized_elsewhere = {(price.returns.name, name) for _, _, price in every for name in price.sized}
    return sorted(
        f"{owner}.{name}"
        for owner, name, price in every
        if price.is_list and price.each and price.assumed < 0 and (owner, name) not in sized_elsewhere
    )


class _Bill:
    """The cost of one operation; a fragment is counted once for each size it stands in."""

    def __init__(self, prices: PriceList, context: ExecutionContext) -> None:
        operation, document = chosen(context), context.graphql_document
        definitions = document.definitions if document else ()
        self.prices = prices
        self.fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
        self.known: dict[tuple[str, Sized], int] = {}
        self.variables = {
            node.variable.name.value: int(node.default_value.value)
            for node in operation.variable_definitions or ()
            if isinstance(node.default_value, IntValueNode)
        } | _whole_numbers(context.variables or {})
        root = prices.schema.get_root_type(operation.operation)
        assert root is not None
        self.total = self.selections(operation.selection_set, root, Sized())

    def selections(self, chosen_here: SelectionSetNode | None, parent: GraphQLNamedType, sized: Sized) -> int:
        total = 0
        for node in chosen_here.selections if chosen_here else ():
            if isinstance(node, FieldNode):
                total += self.field(node, parent, sized)
            elif isinstance(node, FragmentSpreadNode):
                total += self.fragment(node.name.value, sized)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                type_ = self.prices.schema.type_map[condition.name.value] if condition else parent
                total += self.selections(node.selection_set, type_, sized)
        return total

    def fragment(self, name: str, sized: Sized) -> int:
        key = (name, sized)
        if key not in self.known:
            node = self.fragments[name]
            type_ = self.prices.schema.type_map[node.type_condition.name.value]
            self.known[key] = self.selections(node.selection_set, type_, sized)
        return self.known[key]

    def field(self, node: FieldNode, parent: GraphQLNamedType, sized: Sized) -> int:
        name = node.name.value
        if name.startswith("__"):
            return 0 if name == "__typename" else self.prices.limits.introspection_cost
        price = self.prices.price(parent, name)
        size = self.size(node, price)
        here = sized.size if name in sized.fields else size
        inside = self.selections(
            node.selection_set, price.returns, Sized(price.sized, size) if price.sized else Sized()
        )
        return price.call + (here if price.is_list else 1) * (price.each + inside)

    def size(self, node: FieldNode, price: Price) -> int:
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        told = [self.whole_number(given[name]) if name in given else price.defaults.get(name) for name in price.slicing]
        return max(0, *([number for number in told if number is not None] or [price.assumed]))

    def whole_number(self, value: ValueNode) -> int | None:
        if isinstance(value, VariableNode):
            return self.variables.get(value.name.value)
        return int(value.value) if isinstance(value, IntValueNode) else None


@dataclass(frozen=True)
class CostLimit:
    """Refuses operations that cost more than the limit; tells the cost with every answer."""

    prices: PriceList

    def __call__(self, context: ExecutionContext) -> GraphQLError | None:
        """Compute what the operation costs, with its variables known."""
        requested, limit = _Bill(self.prices, context).total, self.prices.limits.cost
        context.extensions_results["cost"] = {"requested": requested, "limit": limit}
        if requested <= limit:
            return None
        return refusal(f"operation: expected a cost of at most {limit}; found {requested}", Code.COST_LIMIT_EXCEEDED)
