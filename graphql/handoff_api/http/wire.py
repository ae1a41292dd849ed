"""JSON in and out: requests are read against their shape, answers are always valid JSON."""

from json import JSONDecodeError
from typing import Any, TypeVar

import msgspec
import numpy as np

from handoff_api.http.errors import Refused

Shape = TypeVar("Shape")
BATCH = "one operation at a time: a list of operations is not accepted"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a client asks for: the body of a POST, the query string of a GET, or a WebSocket payload."""

    query: str | None = None
    document_id: str | None = msgspec.field(name="documentId", default=None)
    operation_name: str | None = msgspec.field(name="operationName", default=None)
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None


def read(data: str | bytes, shape: type[Shape], *, where: str) -> Shape:
    """JSON as ``shape``; raises :class:`Refused` that says where, what was expected and what was found."""
    try:
        return msgspec.json.decode(data, type=shape)
    except RecursionError:
        raise Refused(f"{where}: nested too deeply") from None
    except (msgspec.MsgspecError, ValueError) as error:
        hint = f" ({BATCH})" if "got `array`" in str(error) and str(error).startswith("Expected `object`") else ""
        raise Refused(f"{where}: {error}{hint}") from None


def read_body(data: bytes) -> Asked:
    """The body of a POST."""
    return read(data, Asked, where="body")


def read_query_string(parameters: dict[str, str]) -> Asked:
    """The query string of a GET, in which variables and extensions are JSON."""
    read_objects = {
        name: read(parameters[name], dict[str, Any], where=name)
        for name in ("variables", "extensions")
        if parameters.get(name)
    }
    return Asked(
        query=parameters.get("query"),
        document_id=parameters.get("documentId"),
        operation_name=parameters.get("operationName"),
        variables=read_objects.get("variables"),
        extensions=read_objects.get("extensions"),
    )


def read_message(text: str | bytes) -> object:
    """A WebSocket frame; raises what strawberry expects of unreadable JSON."""
    try:
        return read(text, object, where="message")
    except Refused as error:
        raise JSONDecodeError(error.message, "", 0) from None


def plain(value: object) -> object:
    """Values of numpy as JSON knows them; raises NotImplementedError for what JSON does not know."""
    if isinstance(value, np.str_):
        return str(value)
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    raise NotImplementedError(f"no JSON for {type(value).__name__}")


def written(value: object) -> str:
    """JSON on one line; NaN and the infinities become null."""
    return msgspec.json.encode(value, enc_hook=plain).decode()
