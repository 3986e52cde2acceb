"""What can go wrong, in a sentence a person can act on.

Expected failures travel as values (see `Failure` in `reader.models`); these
exceptions are for what stops a whole command. Each is raised once, at the
border of the room where the fault arose, and its text is shown as it stands.
"""


class ReaderError(Exception):
    """Something a person can do something about; `str(error)` says what."""


class UsageError(ReaderError):
    """The request itself makes no sense: an unknown article, a wrong option."""


class DocumentError(ReaderError):
    """One document cannot become an article; the others go on."""


class LibraryError(ReaderError):
    """The library cannot be opened or written; nothing can go on."""


class LibraryDamaged(LibraryError):
    """The library's file is damaged: what can be read is read, and nothing is changed."""


class IndexUnavailable(ReaderError):
    """The search index cannot answer now; the articles themselves are fine."""
