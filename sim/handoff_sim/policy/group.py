"""The base of every group of fields: frozen, closed to unknown keys, and checked by its declarations."""

import hashlib
import json
from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from types import UnionType
from typing import Any, ClassVar, Self, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_serializer,
    field_validator,
)
from pydantic.fields import FieldInfo as PydanticField
from pydantic_core.core_schema import FieldSerializationInfo

from handoff_sim.policy.checks import checked, plain
from handoff_sim.policy.declare import spec_of
from handoff_sim.policy.problems import Refused, as_pydantic


def enum_of(field: PydanticField) -> type[IntEnum] | None:
    """The enum a word field holds, also when the field is optional."""
    kind = field.annotation
    members = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return next((m for m in members if isinstance(m, type) and issubclass(m, IntEnum)), None)


class Group(BaseModel):
    """Fields that belong together; a value is converted and checked by the declaration of its field."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _check(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        spec = spec_of(field)
        if spec is None:
            return value
        try:
            return checked(spec, value, enum_of(field))
        except Refused as refused:
            raise as_pydantic(refused) from None

    @field_serializer("*", mode="wrap")
    def _write(self, value: Any, write: SerializerFunctionWrapHandler, info: FieldSerializationInfo) -> Any:
        spec = spec_of(type(self).model_fields[info.field_name])
        if spec is None:
            return write(value)
        if spec.kind == "blocks":
            return list(write(value))
        return plain(spec, value)


DESCRIPTIVE = ("name", "title", "about", "source")


class Document(Group):
    """A whole document: groups of fields under a name."""

    name: str = ""
    title: str = ""
    about: str = ""
    source: str = ""

    LATER: ClassVar[tuple[str, ...]] = ()
    """Fields and groups that came later: at their defaults they say nothing, and a document keeps its hash."""

    def plain(self) -> dict[str, Any]:
        """The document as tables, words and numbers, every field stated, as TOML or JSON would hold it."""
        return self.model_dump()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with some fields changed; what was computed from the old ones is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("content_hash", None)
        return copied

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what the document says, whatever its name and description (64 hex digits)."""
        content = {key: value for key, value in self.plain().items() if key not in DESCRIPTIVE}
        for path in type(self).LATER:
            _leave_unsaid(content, type(self)().plain(), path)
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def _leave_unsaid(content: dict[str, Any], defaults: Mapping[str, Any], path: str) -> None:
    """Drop the field or group at a path where it holds its default."""
    group, _, rest = path.partition(".")
    if rest:
        _leave_unsaid(content[group], defaults[group], rest)
    elif content[group] == defaults[group]:
        del content[group]
