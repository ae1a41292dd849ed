"""GraphQL over HTTP, server-sent events and WebSockets, guarded: limits, cost, access, origins, streams and meters.

Nothing here knows the schema that is served: ``hardened_schema`` makes it safe to serve, ``create_app`` serves it.
"""

from handoff_api.http.access import Access
from handoff_api.http.app import create_app
from handoff_api.http.connections import SafeConnection
from handoff_api.http.cost import Cost, ListSize, cost, list_size, page_size, unsized_lists
from handoff_api.http.documents import by_id, document_id
from handoff_api.http.errors import UNEXPECTED, Code, Refused, refusal
from handoff_api.http.hardened import HardenedSchema, hardened_schema
from handoff_api.http.limits import Limits
from handoff_api.http.streams import Streams

__all__ = [
    "UNEXPECTED",
    "Access",
    "Code",
    "Cost",
    "HardenedSchema",
    "Limits",
    "ListSize",
    "Refused",
    "SafeConnection",
    "Streams",
    "by_id",
    "cost",
    "create_app",
    "document_id",
    "hardened_schema",
    "list_size",
    "page_size",
    "refusal",
    "unsized_lists",
]
