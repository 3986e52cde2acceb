"""What text may reach a terminal. Everything a stranger wrote passes here.

A terminal obeys control characters: one title could write the clipboard
(OSC 52), clear the screen or, with a bidi override, show a link as another.
Text is cleaned once when it enters the library and again where it is shown.

Sequences are those of ECMA-48 (CSI, and the string controls OSC, DCS, SOS, PM
and APC in their 7- and 8-bit forms). Marks that writing needs stay: joiners,
variation selectors, the plain left-to-right and right-to-left marks.
"""

from __future__ import annotations

from reader.light import pattern

_SEQUENCE = pattern(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI … final byte
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c)"  # strings
    r"|\x1b[ -/]*[0-~]?"  # other escapes
)
_NEVER = pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_BREAK = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LONE = pattern("[\ud800-\udfff]")
_SUSPECT = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The same text without anything a terminal would obey; line breaks and tabs stay.

    Lone surrogates, which no encoder accepts, become U+FFFD.
    """
    if not _SUSPECT.search(text):
        return text
    text = _BREAK.sub("\n", text)
    text = _NEVER.sub("", _SEQUENCE.sub("", text))
    return _LONE.sub("\ufffd", text)


def line(text: str) -> str:
    """Cleaned text on one line: every run of white space is one space."""
    return " ".join(clean(text).split())
