"""How well the search finds, on collections with judged answers, its peers beside it."""
