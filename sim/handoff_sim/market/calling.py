"""How compiled code calls out to Python: a function without arguments at an address that is data.

The address stands in the market's tables, so compiled code can be cached and a run without seats never calls.
Without compilation the same address is looked up in ``CALLABLE``.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic, overload

Call = Callable[[], None]
PROTOTYPE = ctypes.CFUNCTYPE(None)
CALLABLE: dict[int, Call] = {}


class Callback:
    """A Python function that compiled code can call for as long as this object lives."""

    def __init__(self, function: Call) -> None:
        self._native = PROTOTYPE(function)  # the machine code at the address belongs to this object
        self.address = int(ctypes.cast(self._native, ctypes.c_void_p).value or 0)
        CALLABLE[self.address] = function

    def close(self) -> None:
        """Forget the function; nothing may call its address from here on."""
        CALLABLE.pop(self.address, None)


def call_out(address: int) -> None:
    """Call the Python function at an address that a living ``Callback`` has."""
    CALLABLE[address]()


@intrinsic
def _call_native(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        function = ir.FunctionType(ir.VoidType(), []).as_pointer()
        builder.call(builder.inttoptr(arguments[0], function), [])
        return context.get_dummy_value()

    return types.none(types.int64), generate


@overload(call_out)
def _call_out_compiled(address: Any) -> Any:
    def call(address: Any) -> None:
        _call_native(address)  # type: ignore[call-arg]  # the compiler passes the context

    return call
