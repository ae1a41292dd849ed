"""Typed tables: a row is declared once as an annotated class, and gives both the NumPy dtype and the type.

``shops[i].load_weeks`` then reads and writes the same field compiled, uncompiled and under the type checker.
"""

from typing import Annotated, Any, Protocol, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt


class Column:
    """Storage of one field: NumPy type, unit in words, and length when the field is a small vector."""

    def __init__(self, kind: str, unit: str, length: int = 1) -> None:
        self.kind = kind
        self.unit = unit
        self.length = length


Index = Annotated[int, Column("i8", "row of another table, -1 for none")]
Key = Annotated[int | np.uint64, Column("u8", "persistent key of keyed draws")]
Count = Annotated[int, Column("i8", "count")]
Code = Annotated[int, Column("i8", "value of an enum in codes.py")]
Flag = Annotated[int, Column("i8", "0 or 1")]
Cents = Annotated[int, Column("i8", "cents")]
Minutes = Annotated[int, Column("i8", "minutes")]
Week = Annotated[int, Column("i8", "week, -1 for never")]
Weeks = Annotated[float, Column("f8", "weeks")]
Dollars = Annotated[float, Column("f8", "dollars")]
DollarsPerHour = Annotated[float, Column("f8", "dollars per hour")]
DollarsPerMachineWeek = Annotated[float, Column("f8", "dollars per machine-week")]
Hours = Annotated[float, Column("f8", "hours")]
Share = Annotated[float, Column("f8", "share, 0 to 1")]
Number = Annotated[float, Column("f8", "pure number")]


def columns_of(row: type) -> dict[str, Column]:
    """The columns of an annotated row class, in order."""
    columns = {}
    for name, hint in get_type_hints(row, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{row.__name__}.{name}: expected a column type such as Cents; found {hint}")
        if hasattr(np.record, name):
            raise TypeError(f"{row.__name__}.{name}: expected a name that no NumPy record has; found {name}")
        columns[name] = cast(Column, get_args(hint)[1])
    return columns


def dtype_of(row: type) -> np.dtype[Any]:
    """The structured dtype of an annotated row class."""
    fields: list[Any] = []
    for name, column in columns_of(row).items():
        shape = () if column.length == 1 else (column.length,)
        fields.append((name, column.kind, shape))
    return np.dtype(fields, align=True)


FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Small = Annotated[int, Column("i4", "small whole number")]
Six = Annotated[FloatArray, Column("f8", "decayed counts by Metric", 6)]
Three = Annotated[FloatArray, Column("f8", "decayed counts by OriginatorMetric or BuyerMetric", 3)]
SixWeights = Annotated[FloatArray, Column("f8", "weights by Metric", 6)]
ThreeWeights = Annotated[FloatArray, Column("f8", "weights", 3)]

Row = TypeVar("Row")
RowOut = TypeVar("RowOut", covariant=True)


class Table(Protocol[RowOut]):
    """A one-dimensional structured array whose items read as rows."""

    @property
    def size(self) -> int:
        """Number of rows."""

    def __getitem__(self, row: int, /) -> RowOut:
        """One row, seen in place."""


def empty_table(row: type[Row], size: int) -> Table[Row]:
    """A zeroed table of ``size`` rows."""
    return cast("Table[Row]", np.zeros(size, dtype_of(row)).view(np.recarray))


def array_of(table: Table[Any]) -> npt.NDArray[Any]:
    """The table as the plain structured array that it is."""
    return cast("npt.NDArray[Any]", table).view(np.ndarray)  # asarray compares dtypes field by field, each time
