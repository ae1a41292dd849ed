"""Relay connections whose arguments are checked where they enter."""

from typing import Any

import strawberry
from strawberry import relay
from strawberry.relay.types import NodeType
from strawberry.relay.utils import SliceMetadata

from handoff_api.http.errors import Code, refusal

FURTHEST = 2**31 - 1  # rows


@strawberry.type(name="Connection", description="A page of a list.")
class SafeConnection(relay.ListConnection[NodeType]):
    """A connection that refuses cursors it has not made and pages of a negative or too great size."""

    @classmethod
    def resolve_connection(cls, nodes: Any, *, info: strawberry.Info, **named: Any) -> Any:
        """The page asked for; raises a GraphQL error with the code BAD_USER_INPUT."""
        if named.get("before") and named.get("first") is None and named.get("last") is None:
            named["last"] = info.schema.config.relay_max_results  # else everything before the cursor is one page
        places = ("before", "after", "first", "last", "max_results")
        try:
            slice_ = SliceMetadata.from_arguments(info, **{name: named.get(name) for name in places})
        except (ValueError, TypeError) as error:
            asked = {name: named[name] for name in places[:4] if named.get(name) is not None}
            raise refusal(f"page: {error}; found {asked}", Code.BAD_USER_INPUT) from None
        if not 0 <= slice_.start <= FURTHEST or slice_.end < 0:
            raise refusal("page: expected a cursor of this list", Code.BAD_USER_INPUT)
        return super().resolve_connection(nodes, info=info, **named)
