"""Limits on a document: its tokens, depth, aliases and directives; and the caches of what was found.

Rules are made once per schema. A rule class made anew per request would never be found again in the cache of
validations, which costs most of a request's time.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from graphql import (
    ASTValidationRule,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    Visitor,
    visit,
)
from strawberry.extensions import ParserCache

Measure = Callable[[SelectionSetNode | None], int]
LONGEST_REMEMBERED = 20_000  # characters of a document that is kept with its parse


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one request may ask for. Introspection has a fixed cost and does not count as depth."""

    tokens: int = 1000
    depth: int = 15
    aliases: int = 30
    directives: int = 8
    cost: int = 10_000
    list_size: int = 10  # assumed for a list that says nothing about its size
    introspection_cost: int = 100
    page: int = 100  # most rows of a connection in one request
    remembered: int = 128  # documents kept with their parse and validation


def rules(limits: Limits) -> tuple[type[ASTValidationRule], ...]:
    """Validation rules for ``limits``; to be made once per schema and kept."""

    class MaxDepth(_Measured):
        most, what = limits.depth, "levels deep"

        def measure(self, document: DocumentNode) -> int:
            return max(map(_Walk(document).depth, _operations(document)), default=0)

    class MaxAliases(_Measured):
        most, what = limits.aliases, "aliases"

        def measure(self, document: DocumentNode) -> int:
            return sum(map(_Walk(document).aliases, _operations(document)))

    class MaxDirectives(_Measured):
        most, what = limits.directives, "directives"

        def measure(self, document: DocumentNode) -> int:
            counter = _DirectiveCounter()
            visit(document, counter)
            return counter.count

    return MaxDepth, MaxAliases, MaxDirectives


class _Measured(ValidationRule):
    """A rule that measures the document once, when it is made."""

    most: int
    what: str

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        found = self.measure(context.document)
        if found > self.most:
            self.report_error(GraphQLError(f"document: expected at most {self.most} {self.what}; found {found}"))

    def measure(self, document: DocumentNode) -> int:
        raise NotImplementedError


class _DirectiveCounter(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def enter_directive(self, _node: DirectiveNode, *_: object) -> None:
        self.count += 1


def _operations(document: DocumentNode) -> Iterator[SelectionSetNode]:
    return (node.selection_set for node in document.definitions if isinstance(node, OperationDefinitionNode))


class _Walk:
    """Depth and aliases of selections; each fragment is measured once, however often it is spread."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self.fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
        self.depths: dict[str, int] = {}
        self.alias_counts: dict[str, int] = {}

    def depth(self, selections: SelectionSetNode | None) -> int:
        if selections is None:
            return 0
        deepest = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                inside = 0 if node.name.value.startswith("__") else self.depth(node.selection_set) + 1
            elif isinstance(node, FragmentSpreadNode):
                inside = self._once(node, self.depths, self.depth)
            else:
                inside = self.depth(node.selection_set)  # type: ignore[attr-defined]
            deepest = max(deepest, inside)
        return deepest

    def aliases(self, selections: SelectionSetNode | None) -> int:
        if selections is None:
            return 0
        found = 0
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                found += self._once(node, self.alias_counts, self.aliases)
            else:
                found += self.aliases(node.selection_set)  # type: ignore[attr-defined]
                found += isinstance(node, FieldNode) and node.alias is not None
        return found

    def _once(self, spread: FragmentSpreadNode, known: dict[str, int], measure: Measure) -> int:
        name = spread.name.value
        if name not in known:
            known[name] = 0  # while it is measured: a fragment inside itself is another rule's to refuse
            if fragment := self.fragments.get(name):
                known[name] = measure(fragment.selection_set)
        return known[name]


class RememberedParse(ParserCache):
    """Parses a document once; what cannot be parsed is left to strawberry, which answers on every transport.

    (The stock extension raises from its hook, which a stream answers by breaking off.)
    """

    def on_parse(self) -> Iterator[None]:
        """Look the document up before it is parsed."""
        context = self.execution_context
        if context.query and len(context.query) <= LONGEST_REMEMBERED:
            with suppress(GraphQLError):
                context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
        yield
