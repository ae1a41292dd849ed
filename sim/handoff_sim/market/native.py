"""How compiled code sees a ``Market``: one pointer to its arrays, not fifty arrays on every call.

Numba flattens a named tuple into one argument per array field, so that every phase that calls another would pass
some four hundred arguments, and compiling takes minutes. Registered as a type of its own, a market is unboxed once per
entry into a struct on the caller's stack; ``m.shops`` then loads one array from it. The arrays are borrowed: the
Python object that owns them outlives the call. Without compilation none of this is used.
"""

import hashlib
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

from handoff_sim.market.tables import Market

POINTER = ir.IntType(8).as_pointer()


class MarketType(types.Type):
    """Numba's type of a market: the array types by field, under a short name."""

    def __init__(self, fields: tuple[types.Type, ...]) -> None:
        self.fields = fields
        digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:12]
        super().__init__(name=f"Market_{digest}")


@typeof_impl.register(Market)
def _type_of_market(market: Market, context: Any) -> MarketType:
    return MarketType(tuple(typeof_impl(value, context) for value in market))


@register_model(MarketType)
class _MarketModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: MarketType) -> None:
        super().__init__(manager, kind, POINTER)


def _struct(context: Any, kind: MarketType) -> ir.Type:
    return ir.LiteralStructType([context.get_value_type(field) for field in kind.fields])


@unbox(MarketType)
def _unbox_market(kind: MarketType, market: Any, c: Any) -> NativeValue:
    struct = _struct(c.context, kind)
    memory = cgutils.alloca_once(c.builder, struct)
    failed = cgutils.alloca_once_value(c.builder, cgutils.false_bit)
    for place, field in enumerate(kind.fields):
        value = c.pyapi.tuple_getitem(market, place)  # borrowed: a market is a tuple
        native = c.unbox(field, value)
        array = c.context.make_array(field)(c.context, c.builder, native.value)
        array.meminfo = ir.Constant(array.meminfo.type, None)
        c.builder.store(array._getvalue(), cgutils.gep_inbounds(c.builder, memory, 0, place))
        c.context.nrt.decref(c.builder, field, native.value)
        with c.builder.if_then(native.is_error):
            c.builder.store(cgutils.true_bit, failed)
    return NativeValue(c.builder.bitcast(memory, POINTER), is_error=c.builder.load(failed))


@infer_getattr
class _MarketAttributes(AttributeTemplate):
    key = MarketType

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]  # as numba's own do
        return kind.fields[Market._fields.index(name)] if name in Market._fields else None


@lower_getattr_generic(MarketType)
def _load_field(context: Any, builder: Any, kind: MarketType, value: Any, name: str) -> Any:
    struct = _struct(context, kind)
    place = Market._fields.index(name)
    pointer = builder.bitcast(value, struct.as_pointer())
    loaded = builder.load(cgutils.gep_inbounds(builder, pointer, 0, place))
    array = context.make_array(kind.fields[place])(context, builder, loaded)
    array.meminfo = ir.Constant(array.meminfo.type, None)  # said once more, where the optimiser sees it
    return array._getvalue()
