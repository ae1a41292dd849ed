"""Arrays as a Parquet file: one row, a list column per array, exact in every bit.

The kind and shape of each array stand in the file's metadata, so it can be read without its run; to anything else
that reads Parquet it is a table of lists.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]

LAYOUT = b"handoff.arrays"
KINDS = "biuf"  # booleans, whole numbers, floats
COMPRESSION = {"compression": "zstd", "compression_level": 1}


class DamagedFile(ValueError):
    """Bytes that are no file of arrays."""


def to_parquet(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """A Parquet file with the arrays.

    Raises:
        TypeError: an array of anything but numbers and booleans.
    """
    import pyarrow as pa
    from pyarrow import parquet

    for name, array in arrays.items():
        if array.dtype.kind not in KINDS:
            raise TypeError(f"{name}: expected an array of numbers or booleans; found {array.dtype}")
    columns = [
        pa.ListArray.from_arrays(pa.array([0, array.size], pa.int32()), pa.array(_native(np.ravel(array))))
        for array in arrays.values()
    ]
    layout = {name: [array.dtype.str, array.shape] for name, array in arrays.items()}
    fields = [pa.field(name, column.type) for name, column in zip(arrays, columns, strict=True)]
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata={LAYOUT: json.dumps(layout)}))
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, use_dictionary=False, write_statistics=False, **COMPRESSION)
    return bytes(sink.getvalue())


def from_parquet(data: bytes) -> Arrays:
    """The arrays of a file, writable copies in the order in which they were written.

    Raises:
        DamagedFile: the bytes are not what `to_parquet` gives.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(pa.BufferReader(data)).read(use_threads=False)
        layout = json.loads(table.schema.metadata[LAYOUT])
        return {name: _array(table.column(name), *layout[name]) for name in layout}
    except (pa.lib.ArrowException, OSError, ValueError, KeyError, TypeError) as fault:
        raise DamagedFile(str(fault)) from fault


def _array(column: Any, dtype: str, shape: list[int]) -> npt.NDArray[Any]:
    flat = column.combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return np.array(flat, dtype=dtype).reshape(shape)


def _native(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array in this machine's order of bytes."""
    return array.astype(array.dtype.newbyteorder("="), copy=False)
