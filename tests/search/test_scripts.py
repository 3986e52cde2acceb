"""Words of many languages and scripts: what finds what, what must not, and what comes first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.models import Answer
from reader.search import Index, marks
from tests.search.helpers import entry, found

Holding = Callable[..., Index]


def held(index: Index, *texts: tuple[str, str]) -> Index:
    """The texts as bodies, each as (language, text), keys from 1."""
    index.apply([entry(n, "", text, language=code) for n, (code, text) in enumerate(texts, 1)], [])
    return index


def order(answer: Answer) -> list[int]:
    return [hit.key for hit in answer.hits]


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("de", "Haus", "Die Häuser am Fluss stehen leer."),
        ("de", "Häusern", "Ein Haus am Fluss steht leer."),
        ("de", "Mueller", "Frau Müller trat gestern zurück."),
        ("de", "Müller", "Frau Mueller trat gestern zurück."),
        ("de", "haeuser", "Viele Häuser stehen leer."),
        ("de", "muller", "Frau Müller trat gestern zurück."),
        ("de", "strasse", "Die Straße bleibt gesperrt."),
        ("de", "Straßen", "Die Strasse bleibt gesperrt."),
        ("fr", "déclaration", "Leurs déclarations ont surpris la salle."),
        ("fr", "declarations", "Sa déclaration a surpris la salle."),
        ("fr", "l'eau", "On coupera l’eau à midi."),
        ("fr", "eau", "On coupera l’eau à midi."),
        ("es", "elección", "Las elecciones serán en mayo."),
        ("es", "elecciones", "La eleccion sera en mayo."),
        ("it", "governo", "I governi hanno firmato."),
        ("pt-br", "governos", "O governo assinou o acordo."),
        ("nl", "schepen", "Het schip bleef in de haven, met twee andere schepen."),
        ("sv", "båtarna", "Två flickor såg båten."),
        ("fi", "talossa", "Vanhat talot puretaan."),
        ("nb", "båten", "Flere båter lå i havnen."),
        ("nn", "båten", "Fleire båtar låg i hamna."),
        ("pl", "Łódź", "Pogoda w Lodz jest dobra."),
        ("pl", "lodz", "ŁÓDŹ wita gości."),
        ("cs", "vlada", "Vláda schválila zákon."),
        ("hu", "városok", "A városban esett."),
        ("ro", "știri", "Ştirile zilei."),
        ("tr", "Istanbul", "İSTANBUL'DA KAR YAĞDI"),
        ("tr", "ısparta", "ISPARTA güllerle ünlü."),
        ("tr", "isparta", "Isparta güllerle ünlü."),
        ("tr", "kitap", "Bütün kitaplar satıldı."),
        ("vi", "thu tuong", "Thủ tướng họp báo hôm qua."),
        ("vi", "Thủ tướng", "Thủ tướng họp báo hôm qua."),
        ("vi", "Da Nang", "Bão vào Đà Nẵng."),
        ("ru", "выборы", "Он говорил о выборах."),
        ("ru", "ёлка", "Новогодняя елка."),
        ("uk", "уряд", "Уряд ухвалив рішення."),
        ("sr", "влада", "Vlada je usvojila zakon."),
        ("el", "εκλογες", "Οι εκλογές έγιναν χθες."),
        ("el", "ΑΘΗΝΑ", "Στην Αθήνα έβρεξε."),
        ("ar", "الاخبار", "نشرت أخبارٌ كثيرة أمس"),
        ("ar", "مدرسة", "فتحت المدرسة أبوابها"),
        ("ar", "مدرسة", "هذه مدرسه قديمة"),
        ("ar", "إلى", "عاد الى بيته"),
        ("ar", "محمد", "قال مُحَمَّد إن الطريق مفتوح"),
        ("fa", "ایران", "تیم ايران برنده شد"),
        ("he", "שלום", "שָׁלוֹם לכולם"),
        ("hi", "लड़की", "दो लड़कियाँ स्कूल गईं"),
        ("ta", "வீடு", "பெரிய வீடு அது"),
        ("hy", "քաղաք", "Քաղաքը մեծ է"),
        ("th", "นายก", "นายกรัฐมนตรีแถลงเมื่อวานนี้"),
        ("th", "รัฐมนตรี", "นายกรัฐมนตรีแถลงเมื่อวานนี้"),
        ("lo", "ວຽງຈັນ", "ຝົນຕົກຢູ່ນະຄອນຫຼວງວຽງຈັນ"),
        ("km", "កម្ពុជា", "ព្រះរាជាណាចក្រកម្ពុជា"),
        ("my", "မြန်မာ", "မြန်မာနိုင်ငံ"),
        ("ja", "地震", "昨夜、大きな地震が起きた。"),
        ("ja", "ニュース", "今朝のﾆｭｰｽを見た"),
        ("ja", "電車", "朝の電車は込んでいた"),
        ("ko", "대통령", "대통령은 어제 돌아왔다"),
        ("ko", "서울", "비는 서울에서도 왔다"),
        ("zh", "国会", "國會昨天通過了法案。"),
        ("zh", "國會", "国会昨天通过了法案。"),
        ("zh", "手机", "他买了一部新手机。"),
        ("zh", "大學", "她在北京大学读书。"),
        ("zh", "ＧＤＰ", "今年GDP增长很快"),
        ("", "G20", "The G20 met; 20 of them spoke."),
        ("", "5G", "A 5G mast went up."),
        ("", "€", "It costs 5 € more."),
        ("", "€5", "It costs €5 more."),
        ("", "3.5%", "Prices rose by 3.5% in May."),
        ("", "1,000", "About 1000 came."),
        ("", "1000", "About 1,000 came."),
        ("", "covid-19", "The covid\u201119 rules ended."),
        ("", "covid-19", "The covid\u201319 rules ended."),
        ("", "O'Brien", "Mr O\u02bcBrien left."),
        ("", "obrien", "Mr O’Brien left."),
        ("", ".NET", "It is written in .NET, and runs."),
        ("", "net", "It is written in .NET, and runs."),
        ("", "C++", "They teach C++ there."),
        ("", "#budget", "All about #Budget today."),
        ("", "@minister", "Thanks to @Minister for this."),
        ("", "AT&T", "Shares of AT&T fell."),
        ("", "U.S.", "The US and the UN met."),
        ("", "🎉", "We won 🎉🎉"),
        ("", "★", "Rated ★★ by most."),
        ("", "ｃａｆｅ", "a café by the sea"),
    ],
)  # fmt: skip
def test_a_word_finds_it(index: Index, language: str, query: str, text: str) -> None:
    answer = held(index, (language, text), ("", "nothing 0")).search(query)
    assert found(answer) == {1}
    assert answer.note == ""


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("zh", "理解", "上级的管理解决不了这个问题。"),
        ("zh", "植物", "星期天他们去了植物园。"),
        ("zh", "艺术", "艺术家从心里说话。"),
        ("en", "news", "A new day."),
        ("de", "Mull", "Ein Maultier."),
        ("", ".NET", "A fishing net."),
        ("", "C++", "A vitamin c pill."),
        ("", "#budget", "The budget."),
        ("", "@minister", "The minister."),
        ("", "G20", "20 of the g men."),
        ("", "3.5%", "Rose by 3 to 5%"),
        ("", "1000", "Page 1, 000 left"),
        ("ru", "йод", "иод"),
        ("ja", "京都", "東京と都市"),
        ("ko", "한국", "한 국가"),
        ("en", "Mueller", "The muller stood there."),
    ],
)
def test_what_only_looks_alike_is_not_found(
    index: Index, language: str, query: str, text: str
) -> None:
    answer = held(index, (language, text), ("", "nothing 0")).search(query)
    assert answer.total == 0 or answer.note


def test_stems_of_one_language_do_not_find_words_of_another(index: Index) -> None:
    # German strips "rates" to "rat", which is the English stem of "rats".
    held(index, ("en", "The rats left."), ("en", "The rate fell."), ("de", "Auf Grund des Rates."))
    assert found(index.search("rates")) == {2, 3}
    assert found(index.search("Rat")) == {1, 3}


def test_a_word_is_sought_in_every_language_that_is_held(index: Index) -> None:
    held(
        index,
        ("en", "Two nations signed."),
        ("fr", "Deux nations ont signé."),
        ("de", "Zwei Nationen haben unterschrieben."),
    )
    assert found(index.search("nation")) == {1, 2, 3}
    assert found(index.search("nationen")) == {3}


def test_a_phrase_is_stemmed_in_the_language_of_the_article(index: Index) -> None:
    held(index, ("fr", "des élections anticipées"), ("fr", "anticipées, des élections"))
    assert found(index.search('"élection anticipée"')) == {1}


@pytest.mark.parametrize("language", ["", "en", "de", "ru", "zh", "tr", "hr", "ja", "xx"])
def test_every_word_is_found_as_it_stands_whatever_the_language_is_taken_for(
    index: Index, language: str
) -> None:
    text = "Réunion Häuser выборы εκλογές Erdoğan Łódź walking 1,000 C++ कहानियाँ kitaplar"
    held(index, (language, text))
    for word in text.split():
        assert found(index.search(word)) == {1}, word
        assert found(index.search(f"={word}")) == {1}, word


@pytest.mark.parametrize(
    ("language", "query", "texts"),
    [
        ("en", "elected", ["They elected him.", "An election, and elections, elect."]),
        ("ru", "выборах", ["Он говорил о выборах.", "Выборы и ещё выборы, о выбор!"]),
        ("fr", "nationales", ["Les routes nationales.", "La nation nationale, nationale."]),
        ("tr", "Erdoğan", ["Erdoğan konuştu.", "Erdogan, Erdogan ve Erdogan."]),
        ("tr", "Erdogan", ["Erdogan konuştu.", "Erdoğan, Erdoğan ve Erdoğan."]),
        ("fr", "resume", ["I resume here.", "Un résumé, deux résumés, résumé."]),
        ("de", "Häuser", ["Die Häuser dort.", "Haus an Haus und Haus."]),
        ("zh", "理解", ["他们很理解我。", "管理解决，管理解决，理解力。"]),
    ],
)
def test_the_word_as_it_was_typed_comes_first(
    index: Index, language: str, query: str, texts: list[str]
) -> None:
    held(index, *((language, text) for text in texts[::-1]))
    assert order(index.search(query))[0] == len(texts)


def test_an_exact_word_with_a_capital_is_just_this_spelling(index: Index) -> None:
    held(index, ("en", "Apple sells phones."), ("en", "An apple a day."), ("en", "APPLE SELLS"))
    assert found(index.search("=Apple")) == {1}
    assert found(index.search("=APPLE")) == {3}
    assert found(index.search("=apple")) == {1, 2, 3}
    assert found(index.search("apple")) == {1, 2, 3}


def test_an_exact_word_with_capital_and_accent_keeps_both(index: Index) -> None:
    held(index, ("tr", "Erdoğan spoke"), ("tr", "Erdogan spoke"))
    assert found(index.search("=Erdoğan")) == {1}
    assert found(index.search("=Erdogan")) == {2}
    assert found(index.search("=erdoğan")) == {1, 2}


def test_spellings_are_no_words_of_their_own(index: Index) -> None:
    held(index, ("en", "Trams and Trains in Tübingen, trams, tracks"))
    assert index.search("tr*").total == 1
    score = index.search("tra*").hits[0].score
    index.apply([entry(1, "", "trams and trains in tubingen, trams, tracks", language="en")], [])
    assert index.search("tra*").hits[0].score == pytest.approx(score)


def test_two_characters_that_are_no_word_anywhere_are_shown_where_they_stand(index: Index) -> None:
    answer = held(index, ("zh", "星期天他们去了植物园。"), ("zh", "你好")).search("植物")
    assert found(answer) == {1}
    assert answer.note


def test_a_whole_stretch_of_chinese_is_found_across_its_words(index: Index) -> None:
    held(index, ("zh", "上级的管理解决不了这个问题。"))
    assert found(index.search("管理解决")) == {1}
    assert found(index.search('"理解"')) == {1}
    assert found(index.search("理解", typing=True)) == {1}


def test_an_article_that_changes_its_language_is_found_by_its_new_stems_only(index: Index) -> None:
    held(index, ("de", "Rates"))
    assert found(index.search("rat")) == {1}
    index.apply([entry(1, "", "Rates", language="en", revision=2)], [])
    answer = index.search("rat")
    assert answer.total == 0 or answer.note


@pytest.mark.parametrize(
    ("language", "query", "text", "marked"),
    [
        ("de", "Haus", "Alte Häuser, ein Haus", ["Häuser", "Haus"]),
        ("fr", "nation", "Des nations", ["nations"]),
        ("de", "Mueller", "Müller und Mueller", ["Müller", "Mueller"]),
        ("en", "=Apple", "Apple and apple", ["Apple"]),
        ("zh", "国会", "國會通過", ["國會"]),
        ("sr", "влада", "Vlada je", ["Vlada"]),
    ],
)
def test_what_was_found_is_marked(
    index: Index, language: str, query: str, text: str, marked: list[str]
) -> None:
    answer = held(index, (language, text)).search(query)
    assert [text[start:end] for start, end in marks(text, answer.terms)] == marked


def test_initials_are_not_the_small_word_they_look_like(holding: Holding) -> None:
    index = holding(
        "The U.S. economy grew.", "A US official spoke.", "They told us so.", "in the u.s. army"
    )
    assert found(index.search("U.S.")) == found(index.search("u.s")) == {1, 2, 4}
    assert found(index.search("us")) == {1, 2, 3, 4}
    assert found(index.search("=U.S.")) == {1}
    assert found(index.search("=US")) == {2}
    assert found(index.search("-U.S. told")) == {3}
    assert found(index.search("U.S. economy")) == {1}
    assert found(index.search("U.S", typing=True)) == {1, 2, 4}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ('"U.S. economy"', {1, 2}),
        ('"the u.s. economy"', {1}),
        ('economy -"U.S. economy"', {3}),
        ('"U.S. economy" grew', {1}),
        ('"U.S."', {1, 2, 4, 5, 6}),
        ("U.S.~", {1, 2, 4, 5, 6}),
        ("non-U.S.", {4, 5}),
        ("non-US", {4, 5}),
        ("=non-U.S.", {4}),
        ("U.S.-led", {6}),
        ('"U.S. trains"', {1, 2, 4, 5, 6}),  # widened, and not to the word `us`
    ],
)
def test_initials_are_known_in_phrases_and_compounds(
    holding: Holding, query: str, keys: set[int]
) -> None:
    index = holding(
        "The U.S. economy grew.",
        "A US economy.",
        "They told us economy is well.",
        "a non-U.S. citizen",
        "a non-US citizen",
        "the US-led talks",
        "us",
    )
    answer = index.search(query)
    assert found(answer) == keys
    assert marks("of the U.S. alone", index.search('"U.S. economy"').terms) == ()
