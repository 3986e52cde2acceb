"""The truth: one SQLite file. Queries by subject; each takes a connection of `Database`."""
