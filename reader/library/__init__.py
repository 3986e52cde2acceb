"""Everything a person can do with their articles, as plain synchronous calls."""

from reader.library.library import Library, Moment, Scope, StateName, open_library

__all__ = ["Library", "Moment", "Scope", "StateName", "open_library"]
