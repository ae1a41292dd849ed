"""The gate between validation and execution: each check may refuse an operation, on every transport alike."""

from collections.abc import Callable, Iterable, Iterator

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext

from handoff_api.http.errors import Code, labelled, refusal

Check = Callable[[ExecutionContext], GraphQLError | None]


class Gate(SchemaExtension):
    """Asks the checks in turn; the first refusal is the answer and nothing is executed.

    A check sees one operation, its variables and the document it stands in; a document may hold others.
    """

    def __init__(self, checks: Iterable[Check]) -> None:
        self.checks = checks

    def on_validate(self) -> Iterator[None]:
        """Label what validation found; where it found nothing, ask the checks."""
        context = self.execution_context
        if context.pre_execution_errors:
            # A list of its own: the one found is kept in the cache of validations.
            context.pre_execution_errors = [
                labelled(error, Code.GRAPHQL_VALIDATION_FAILED) for error in context.pre_execution_errors
            ]
        elif refused := next(filter(None, (check(context) for check in self.checks)), None):
            context.pre_execution_errors = [refused]
        yield


def operations(context: ExecutionContext) -> list[OperationDefinitionNode]:
    """Every operation of the document."""
    document = context.graphql_document
    definitions = document.definitions if document else ()
    return [node for node in definitions if isinstance(node, OperationDefinitionNode)]


def chosen(context: ExecutionContext) -> OperationDefinitionNode:
    """The one operation of the document that is to be executed."""
    name = context.operation_name
    return next(node for node in operations(context) if name is None or (node.name and node.name.value == name))


def names_one_operation(context: ExecutionContext) -> GraphQLError | None:
    """Refuses a document of several operations of which none is named (strawberry would take the first)."""
    if context._provided_operation_name is None and len(operations(context)) > 1:
        return refusal("operationName: expected one of the document's operations; found none", Code.BAD_USER_INPUT)
    return None
