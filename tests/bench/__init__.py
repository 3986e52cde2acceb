"""How fast it is, as ratios to something else measured in the same run.

`python -m tests.bench` prints a table. A figure alone says what machine it was
taken on; a ratio to a baseline, taken in turns with it, says something about the
program. Nothing here is asserted.
"""
