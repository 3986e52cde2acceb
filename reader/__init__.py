"""Broadsheet: a news reader for the terminal. The rooms are described in docs/architecture.md."""

__version__ = "0.0.1"
