"""What a client is told when something goes wrong, and what only the log is told.

A refusal says what was wrong with the request and carries a code. Everything nobody expected becomes one
sentence and an id; the same id stands in the log beside the traceback, without the query or its variables.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from enum import StrEnum

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.relay import GlobalIDValueError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

LOG = logging.getLogger(__name__)
UNEXPECTED = "Unexpected error."


class Code(StrEnum):
    """Kinds of errors, as ``extensions.code`` names them."""

    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    READ_ONLY = "READ_ONLY"
    COST_LIMIT_EXCEEDED = "COST_LIMIT_EXCEEDED"
    TOO_MANY_STREAMS = "TOO_MANY_STREAMS"
    DOCUMENT_NOT_FOUND = "DOCUMENT_NOT_FOUND"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    FIELD_FAILED = "FIELD_FAILED"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class Refused(Exception):
    """A request that is answered with an HTTP status before any GraphQL is looked at.

    ``status`` is the HTTP status, ``headers`` are added to the answer.
    """

    def __init__(
        self,
        message: str,
        *,
        code: Code = Code.BAD_REQUEST,
        status: int = 400,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.headers = headers or {}

    @property
    def error(self) -> GraphQLError:
        """The refusal as a GraphQL error."""
        return refusal(self.message, self.code)


def refusal(message: str, code: Code) -> GraphQLError:
    """An error that is told to the client as it stands."""
    return GraphQLError(message, extensions={"code": code.value})


def labelled(error: GraphQLError, code: Code) -> GraphQLError:
    """The same error with ``code``, unless it has a code already; what it came from is left out."""
    if "code" in (error.extensions or {}):
        return error
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**(error.extensions or {}), "code": code.value},
    )


def masked(cause: BaseException, error: GraphQLError | None = None) -> GraphQLError:
    """The one sentence for what nobody expected; its id stands in the log beside the traceback."""
    number = secrets.token_hex(6)
    path = ".".join(map(str, error.path)) if error is not None and error.path else "no field"
    LOG.error("%s id %s, at %s", UNEXPECTED, number, path, exc_info=(type(cause), cause, cause.__traceback__))
    return GraphQLError(
        UNEXPECTED,
        nodes=error.nodes if error else None,
        path=error.path if error else None,
        extensions={"code": Code.INTERNAL_SERVER_ERROR.value, "id": number},
    )


def told(error: GraphQLError, bad_input: Iterable[type[Exception]] = ()) -> GraphQLError:
    """What the client is told of ``error``.

    ``bad_input`` are further exceptions whose text is about the client's input and may be told.
    """
    cause = error.original_error
    if isinstance(cause, CannotGetOperationTypeError):
        return refusal(cause.as_http_error_reason(), Code.BAD_USER_INPUT)
    if isinstance(cause, InvalidOperationTypeError):
        return refusal(f"{error.message} here", Code.BAD_REQUEST)
    if isinstance(cause, (GlobalIDValueError, *bad_input)):
        return labelled(error, Code.BAD_USER_INPUT)
    if cause is not None and not isinstance(cause, GraphQLError):
        return masked(cause, error)
    if isinstance(error, GraphQLSyntaxError):
        return labelled(error, Code.GRAPHQL_PARSE_FAILED)
    # Execution never began where there is no path: then variables did not fit their types.
    return labelled(error, Code.FIELD_FAILED if error.path else Code.BAD_USER_INPUT)
