"""Apache Parquet: the flat table with typed columns, for DuckDB, polars, pandas, Arrow.

Needs pyarrow (`pip install "casus[parquet]"`). Days are date32, figures int64, coordinates
float64; an empty cell is null. Equal records give equal files under one version of pyarrow.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from casus.export.tables.flat import FLAT
from casus.export.tables.record import Record
from casus.export.tables.table import PROVENANCE, Cell


class MissingLibraryError(Exception):
    """A format whose library is not installed; the message says how to get it."""


def parquet_bytes(records: Iterable[Record], *, provenance: bool = False) -> bytes:
    """The file's bytes. Raises MissingLibraryError."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise MissingLibraryError(
            'Parquet needs pyarrow: pip install "casus[parquet]", or export csv'
        ) from error
    types = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32(),
    }  # fmt: skip
    columns = (*FLAT.columns, *PROVENANCE) if provenance else FLAT.columns
    schema = pa.schema([(column.name, types[column.kind]) for column in columns])
    rows = FLAT.rows(records, provenance=provenance)
    listed: list[dict[str, Any]] = [
        {c.name: _typed(c.kind, cell) for c, cell in zip(columns, row, strict=True)} for row in rows
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(listed, schema=schema), out, compression="zstd")
    return out.getvalue()


def _typed(kind: str, cell: Cell) -> Cell | date:
    return date.fromisoformat(cell) if kind == "date" and isinstance(cell, str) else cell
