"""Which characters the bytes mean, or the plain statement that they are not text.

In order: byte order mark, the pattern UTF-16 and UTF-32 leave, what the server
says, what the document declares of itself, the escapes of ISO-2022-JP, valid UTF-8, and only
then a guess from the bytes (`reader.parsing.guess`).
Text that was mis-decoded before it came here is left as it is.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from reader.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "an image, sound or video file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"bplist00", "a binary property list"),
    (b"PAR1", "a Parquet table"),
)

# Labels as the Encoding standard (https://encoding.spec.whatwg.org/#names-and-labels)
# resolves them: old names mean the wider set that programs really wrote.
_LABELS = {
    "cp1252": "ascii us-ascii latin1 l1 iso-8859-1 iso8859-1 iso_8859-1 iso88591 cp819 ibm819"
    " ansi_x3.4-1968 x-user-defined",
    "utf-8": "utf8 unicode-1-1-utf-8 utf-16 utf-16le utf-16be utf16 ucs-2 unicode",
    "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5",
    "cp874": "tis-620 iso-8859-11 iso8859-11 dos-874",
    "gb18030": "gb2312 gb_2312-80 gbk x-gbk chinese csgb2312 iso-ir-58 gb_2312 euc-cn cp936",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5 cp950",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji csshiftjis ms932",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "cp949": "euc-kr euckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "koi8_r": "koi8-r koi8 koi cskoi8r",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman csmacintosh",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian maccyrillic",
    "cp866": "ibm866 csibm866 866",
    "cp855": "ibm855 855",
    "iso8859_8": "iso-8859-8-i iso-8859-8-e logical visual hebrew",
    "iso8859_6": "iso-8859-6-i iso-8859-6-e arabic",
    "iso8859_2": "latin2 l2",
    "iso8859_5": "cyrillic",
    "iso8859_7": "greek greek8",
    "iso8859_15": "latin9 latin-9 l9",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in (codec, *labels.split())}
_FAMILY = re.compile(r"(?:windows-?|x-?cp|cp)(125[0-8]|874)|iso[-_]?8859[-_](\d{1,2})")

_META = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_HEAD = 8192

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_JAPANESE_ESCAPE = re.compile(rb"\x1b\$(?:[@B]|\(D)")


def decode(raw: bytes, *, declared: bool = True, charset: str = "") -> tuple[str, str]:
    """The text of `raw` and the character set it was read with.

    With `declared` false, what markup says of its own character set is not
    asked (for JSON, which may quote markup). `charset` is what a server says of
    it, believed like a declaration: only if it can read the bytes. Raises DocumentError for an empty
    document and for one that is not text, saying what it is.
    """
    if not raw.strip():
        raise DocumentError("is empty")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _never_empty(raw[len(mark) :].decode(encoding, "replace"), encoding)
    refuse_binary(raw)
    encoding = _wide(raw)
    if not encoding:
        _refuse_controls(raw)
        said = _believed(raw, charset) or (_declaration(raw) if declared else "")
        encoding = said or _plain(raw)
    return _never_empty(raw.decode(encoding, "replace"), _public_name(encoding))


def refuse_binary(raw: bytes) -> None:
    """Raises DocumentError when the first bytes are those of a known format that is no text."""
    if raw[4:8] == b"ftyp":
        raise DocumentError("is a video or image file, which Broadsheet does not read")
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise DocumentError(f"is {name}, which Broadsheet does not read")


def _never_empty(text: str, encoding: str) -> tuple[str, str]:
    if not text.strip():
        raise DocumentError("is empty")
    return text, encoding


def _refuse_controls(raw: bytes) -> None:
    """Text has next to no control characters; a stray few are forgiven."""
    head = raw[:65536]
    strange = len(head) - len(head.translate(None, _CONTROLS))
    if strange > 3 and strange * 50 > len(head):
        raise DocumentError("is not text: it has too many control characters")


def _wide(raw: bytes) -> str:
    """`utf-16-…` or `utf-32-…` when the zero bytes of `raw` betray it, else ""."""
    head = raw[: 65536 & ~3]
    zeros = head.count(0)
    if not zeros or len(raw) % 2:
        return ""
    if zeros * 5 > len(head) * 2 and len(raw) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            whole = head[: len(head) & ~3]
            if _decodes(whole, encoding) and "\0" not in whole.decode(encoding):
                return encoding
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _likeness(head, encoding))
    return best if _likeness(head, best) > 0 else ""


def _likeness(head: bytes, encoding: str) -> int:
    """How much `head` read as UTF-16 looks like writing; 0 when it cannot be."""
    text = head[: len(head) & ~1].decode(encoding, "replace")
    common = sum(map(text.count, " \n\r\t.,<>。，、"))
    odd = sum(1 for c in text if unicodedata.category(c) in {"Cn", "Co", "Cs"} or c in "\0\ufffd")
    return common if odd * 50 <= len(text) else 0


def _declaration(raw: bytes) -> str:
    """The codec the markup declares, when it can really read the bytes."""
    head = raw[:_HEAD]
    if head.lstrip()[:1] != b"<" and b"<head" not in head.lower():
        return ""
    found = _XML.search(head) or _META.search(head)
    return _believed(raw, found[1].decode("ascii")) if found else ""


def _believed(raw: bytes, label: str) -> str:
    """The codec of a label, "" when it is none that says more than the bytes do."""
    codec = codec_of(label)
    if not codec or codec == "utf-8":
        return ""
    if _decodes(raw, "utf-8") and not raw.isascii():
        # Bytes that are valid UTF-8 beyond ASCII are UTF-8: pages saved by a
        # program keep the declaration of the page they once were.
        return ""
    return codec if _fits(raw, codec) else ""


def _fits(raw: bytes, codec: str) -> bool:
    """Whether a declared set can be true: it reads the bytes, but for a few damaged ones."""
    if _decodes(raw, codec):
        return True
    from reader.parsing.guess import telling

    text = telling(raw).decode(codec, "replace")
    return text.count("\ufffd") * 20 <= sum(c > "\x7f" for c in text)


def codec_of(label: str) -> str:
    """Python's codec for a declared label, "" when there is none worth trusting."""
    label = label.strip().lower()
    if label in _CODECS:
        return _CODECS[label]
    if label == "utf-8":
        return "utf-8"
    family = _FAMILY.fullmatch(label)
    if not family:
        return label if label in {"gb18030", "hz"} else ""
    codec = f"cp{family[1]}" if family[1] else f"iso8859_{family[2]}"
    try:
        return codecs.lookup(codec).name.replace("-", "_") and codec
    except LookupError:
        return ""


def _plain(raw: bytes) -> str:
    """The codec of bytes that nobody vouches for."""
    if _JAPANESE_ESCAPE.search(raw) and raw.isascii() and _decodes(raw, "iso2022_jp_2"):
        return "iso2022_jp_2"
    if _decodes(raw, "utf-8"):
        return "utf-8"
    from reader.parsing.guess import guess, telling

    return "utf-8" if _is_damaged_utf8(telling(raw)) else guess(raw)


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether whole UTF-8 sequences outnumber stray bytes: in any other set they are chance."""
    strays = sample.decode("utf-8", "replace").count("\ufffd")
    text = sample.decode("utf-8", "ignore")
    return strays * 4 <= len(text) - len(text.encode("ascii", "ignore"))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_PUBLIC = {
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "big5hkscs": "big5",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "mac_roman": "macintosh",
    "mac_cyrillic": "x-mac-cyrillic",
    "iso2022_jp_2": "iso-2022-jp",
}


def _public_name(encoding: str) -> str:
    """The name people know: `windows-1252` for Python's `cp1252`."""
    if encoding.startswith("iso8859"):
        return f"iso-8859-{encoding[8:]}"
    if encoding.startswith("cp125") and encoding != "cp1125":
        return f"windows-{encoding[2:]}"
    return _PUBLIC.get(encoding, encoding.replace("_", "-"))
