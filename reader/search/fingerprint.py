"""What the analysis makes of a fixed text, as one short name.

An index keeps the fingerprint of the analysis that made its terms. Another rule,
another stemmer or another Unicode table gives another fingerprint, and the index
is built anew; nobody has to remember to count a number up.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from reader.search.analysis import terms
from reader.search.han import pairs_between

_ENGLISH = """
ability abilities able ably absent absence agree agreed agreement agreeable argue argued argument
banks banked banking banker bankers business businesses busy carries carried carrying city cities
communism community controlled controlling cries cry cut cuts cutting dying die dies economic
economy elect elected election electoral elections fly flies flying generous general generally
goes going happiness happy hopping hoping inning innings knightly lie lying national nationality
news newly organization organisations political politics policies possible possibly proceed
quickly quotation rated rates rating relational relations rely relies running runner said say
skies sky singing sized skiing tied tie tanned traffic troubled trouble universal university use
used users vietnamization wanted was were women yielding zoning
"""
_RUSSIAN = """
министр министра министры министров выборы выборов выборах говорить говорил говорила говорят
экономика экономики экономический экономического важный важнейший ёлка елка день дни дней
работающий работать работали красота красоты красивейший падение падать упавший книга книгами
""".strip()
_FORMS = """
covid-19 O'Brien O’Neill's U.S. U.S.A. non-U.S. a.m. 1,000 1,000,000.50 3.14 2026-11-23 C++ C# #tag
@name $5 5% €20 AT&T rock-and-roll e-mail naïve Höhe HÖHE Straße Æsir Øre Łódź Đà ıI İstanbul fiﬁ ½ ²
Ελλάδα ΕΛΛΆΔΑ ή ς Σ שָׁלוֹם שלום مُحَمَّد محمد أحمد إسلام آخر كتابة ى ي ک ﷲ हिन्दी தமிழ் ไทย ภาษาไทย
ລາວ ខ្មែរ မြန်မာ 東京都 新闻发布 東京タワー ｶﾞｷﾞ ガギ ﾊﾟ 한국어 한국어를 ＡＢＣ１２３ ｃｏｖｉｄ－１９ ★ ☆ ♥ 🙂 👩‍🚀 🇩🇪
soft\u00adhyphen zero\u200bwidth join\u200der e\u0301te\u0301 _under_score_ a_b x²  kg/m² l'été
"""
_ACCENTED = """
Häuser Rates Müller Mueller déclarée declaree élections Erdoğan IRAK İstanbul kitaplar vlada влада
уряд министры کتاب‌ها مدرسة Łódź κυβέρνηση लड़कियाँ 國會
"""


@cache
def fingerprint() -> str:
    """The name of the analysis as it is in this process; costs some milliseconds once."""
    digest = hashlib.sha256(_tables().encode())
    for language, text in _samples():
        found = terms(text, language)
        digest.update(repr((sorted(found.stems.items()), sorted(found.forms.items()))).encode())
    return digest.hexdigest()[:16]


def _samples() -> Iterator[tuple[str, str]]:
    """Language and text: the words above, and every letter from U+00A1 to U+06FF by itself."""
    letters = " ".join(map(chr, range(0xA1, 0x700)))
    yield from (("", text) for text in (_ENGLISH, _RUSSIAN, _FORMS, letters))
    # One of each kind; the algorithms themselves are told of by their version.
    yield from ((code, _ACCENTED) for code in ("de", "fr", "tr", "sr", "uk", "fa", "hr", "xx"))


def _tables() -> str:
    """The versions of what is looked up: stemmers and Unicode, also the one of `re`.

    Of Chinese words the dictionary's, which is not loaded for this, and the rule.
    """
    import Stemmer

    chinese = f"{version('rjieba')} {sorted(pairs_between((0, 1, 2, 4, 7, 8, 12)))}"
    return f"{Stemmer.version()} {unicodedata.unidata_version} {chinese}"
