"""The file that saved searches travel in: JSON with a version, checked by pydantic.

    {"format": "broadsheet saved searches", "version": 1,
     "searches": [{"name": "Quakes", "query": "quake -movie", "scope": "all"}, …]}

The searches stand in the person's order. A list of the searches alone is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from reader.errors import DocumentError
from reader.store.saved import Row

VERSION = 1
_FORMAT: Literal["broadsheet saved searches"] = "broadsheet saved searches"


class SavedRecord(BaseModel):
    """One saved search."""

    model_config = ConfigDict(frozen=True)

    name: str
    query: str
    scope: Literal["all", "unread", "starred"] = "all"


class SavedFile(BaseModel):
    """All that one file holds."""

    format: Literal["broadsheet saved searches"] = _FORMAT
    version: int = VERSION
    searches: tuple[SavedRecord, ...] = ()


def written(rows: Sequence[Row]) -> str:
    """The file of these searches, readable and with a line break at its end."""
    records = tuple(SavedRecord(name=r.name, query=r.query, scope=r.scope) for r in rows)
    data = SavedFile(searches=records).model_dump()
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> tuple[SavedRecord, ...]:
    """The searches of a file.

    Raises:
        DocumentError: it is no such file, or one of a newer version.
    """
    try:
        data = json.loads(text)
        found = SavedFile.model_validate({"searches": data} if isinstance(data, list) else data)
    except (ValidationError, ValueError, RecursionError) as error:
        raise DocumentError(f"That is no file of saved searches: {_why(error)}.") from error
    if found.version != VERSION:
        raise DocumentError(
            f"These saved searches are of version {found.version}; this program reads {VERSION}."
        )
    return found.searches


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return f"{where + ': ' if where else ''}{first['msg'].lower()}"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON (line {error.lineno})"
    return "it is not JSON"
