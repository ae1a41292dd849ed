"""Answers as HTTP responses: which media type, and refusals in the shape of GraphQL errors."""

from starlette.responses import Response

from handoff_api.http.errors import Refused
from handoff_api.http.wire import written

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


def negotiate(accept: str | None) -> str:
    """The media type of the answer: the newer one only where the client names it first."""
    for part in (accept or "").split(","):
        media_type = part.partition(";")[0].strip().lower()
        if media_type in (JSON, GRAPHQL_JSON):
            return media_type
    return JSON


def refuse(refused: Refused, *, media_type: str = JSON) -> Response:
    """A refusal as a response whose body is a GraphQL error."""
    body = written({"errors": [refused.error.formatted]})
    return Response(body, refused.status, refused.headers, media_type=f"{media_type}; charset=utf-8")
