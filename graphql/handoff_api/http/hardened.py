"""The schema with its limits: checks between validation and execution, masked errors, and quiet logs."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

import strawberry
from graphql import GraphQLError
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exception_handlers import ExceptionHandler
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from handoff_api.http.cost import CostLimit, PriceList
from handoff_api.http.errors import told
from handoff_api.http.gate import Gate, names_one_operation
from handoff_api.http.limits import Limits, RememberedParse, rules
from handoff_api.http.streams import Stream, Streams

Extension = Callable[[], SchemaExtension]


class HardenedSchema(strawberry.Schema):
    """A schema whose errors are told or masked in one place, whatever the transport. Made by hardened_schema."""

    bad_input: tuple[type[Exception], ...] = ()
    streams: Streams | None = None

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Put what the client is told in the place of each error. Strawberry's log of whole queries is left out."""
        errors[:] = [told(error, self.bad_input) for error in errors]

    def served(self, *, outside: Sequence[Extension], inside: Sequence[Extension], streams: Streams) -> Self:
        """The same schema for one application, with extensions around and after its own."""
        schema = copy.copy(self)
        schema.extensions = (*outside, *self.extensions, *inside)
        schema.streams = streams
        return schema

    async def stream(self, *arguments: Any, **named: Any) -> Any:
        """Execute an operation and stream its results; ends when the application's streams are stopped."""
        source = await super().stream(*arguments, **named)
        if self.streams is None:
            return source
        return Stream(source, streams=self.streams, failed=self._failed)

    def _failed(self, error: Exception) -> PreExecutionError:
        errors = [error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)]
        self.process_errors(errors)
        return PreExecutionError(data=None, errors=errors)


def hardened_schema(
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    *,
    limits: Limits | None = None,
    types: Iterable[type] = (),
    scalar_map: Mapping[object, Any] | None = None,
    exception_handlers: Iterable[ExceptionHandler[Any]] = (),
    bad_input: Sequence[type[Exception]] = (),
) -> HardenedSchema:
    """A schema that refuses what exceeds ``limits`` and tells nothing that was not meant to be told.

    ``types``, ``scalar_map`` and ``exception_handlers`` are strawberry's. ``bad_input`` are exceptions whose text is
    about the client's input and is told to it with the code BAD_USER_INPUT; all others are masked.
    """
    limits = limits or Limits()
    checks: list[Any] = [names_one_operation]
    kept = list(rules(limits))  # made once: the cache of validations is keyed by these very classes
    extensions: list[Extension] = [
        lambda: MaxTokensLimiter(limits.tokens),
        lambda: AddValidationRules(kept),
        lambda: RememberedParse(limits.remembered),
        lambda: ValidationCache(limits.remembered),
        lambda: Gate(checks),
    ]
    schema = HardenedSchema(
        query,
        mutation,
        subscription,
        types=types,
        extensions=extensions,
        exception_handlers=exception_handlers,
        config=StrawberryConfig(scalar_map=dict(scalar_map or {}), relay_max_results=limits.page),
    )
    schema.bad_input = tuple(bad_input)
    checks.append(CostLimit(PriceList(schema._schema, limits)))
    return schema
