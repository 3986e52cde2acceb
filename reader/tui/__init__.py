"""The screen.

Textual draws at most so many times a second as its environment variable says: an answer
waits for the next of these moments, eight milliseconds at 60 on average. Set before Textual
is first imported, and not left to programs that are started from here.
"""

import os

_FRAMES, _ASKED = "TEXTUAL_FPS", "120"

if _FRAMES not in os.environ:
    os.environ[_FRAMES] = _ASKED
    import textual.constants  # noqa: F401

    del os.environ[_FRAMES]
