"""Postings as arrays: what makes a search as quick as the fingers that type it.

A committed Whoosh segment never changes. Beside the index lie *parts*: files
that hold the postings of one or more neighbouring segments as numpy arrays,
mapped into memory. All postings of words that start alike are one slice of
them. A part is made of what Whoosh has written and can be thrown away at any
time: it is made again.
"""
