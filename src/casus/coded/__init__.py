"""Events that others coded, UCDP GED and ACLED: rows of their files as documents and accounts.

A row becomes a document of its own (`text.document_of`), one labelled line a value, and nothing
else is kept of it. Its account (`read.read_coded`) is read back from those lines, so that it can be
rebuilt and every value leads to characters; no rule of a language reads it.
"""

from casus.coded.event import DATA_SETS, BadRowError, CodedEvent, DataSet
from casus.coded.read import read_coded
from casus.coded.rows import BadRow, WrongFileError, read_rows
from casus.coded.text import address, document_of

__all__ = [
    "DATA_SETS", "BadRow", "BadRowError", "CodedEvent", "DataSet", "WrongFileError", "address",
    "document_of", "read_coded", "read_rows",
]  # fmt: skip
