"""Who may change something: a token for mutations, or nobody where the service is read-only.

Decided per operation and before it is executed, since a document may hold several. Queries and subscriptions
are open to everybody who can reach the service.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from secrets import compare_digest

from graphql import GraphQLError, OperationType
from strawberry.types import ExecutionContext

from handoff_api.http.errors import Code, refusal
from handoff_api.http.gate import chosen

# What the caller of the operation at hand showed: an Authorization header, or the same in connection_init.
shown: ContextVar[str | None] = ContextVar("shown", default=None)


@dataclass(frozen=True, kw_only=True)
class Access:
    """Refuses mutations without the token, or every mutation."""

    token: str | None = field(default=None, repr=False)
    read_only: bool = False

    def __call__(self, context: ExecutionContext) -> GraphQLError | None:
        """The refusal, if the chosen operation may not be executed."""
        if chosen(context).operation is not OperationType.MUTATION:
            return None
        if self.read_only:
            return refusal("mutation: this service is read-only", Code.READ_ONLY)
        if self.token is not None and not self._admits(shown.get()):
            return refusal("mutation: expected the header Authorization: Bearer <token>", Code.UNAUTHENTICATED)
        return None

    def _admits(self, authorization: str | None) -> bool:
        scheme, _, token = (authorization or "").partition(" ")
        told = token.strip().encode(errors="surrogatepass")
        return compare_digest(told, (self.token or "").encode()) and scheme.lower() == "bearer"
