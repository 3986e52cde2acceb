"""The language of an article: said by the document, borne out or found in the text."""

from __future__ import annotations

import pytest

from reader.parsing import language_of
from tests.parsing.helpers import parsed

LONG = {
    "en": "The mayor said on Tuesday that the bridge over the river would stay closed until the "
    "spring, because the engineers who looked at it last month had found cracks in two of its "
    "pillars. Buses will take another road, and those who work on the other side should expect "
    "to need half an hour more each morning.",
    "de": "Die Bürgermeisterin sagte am Dienstag, dass die Brücke über den Fluss bis zum Frühjahr "
    "gesperrt bleibt, weil die Ingenieure im letzten Monat Risse in zwei Pfeilern gefunden haben. "
    "Die Busse fahren einen anderen Weg, und wer auf der anderen Seite arbeitet, braucht jeden "
    "Morgen eine halbe Stunde länger.",
    "da": "Borgmesteren sagde tirsdag, at broen over åen forbliver lukket indtil foråret, fordi "
    "ingeniørerne i sidste måned fandt revner i to af dens piller. Busserne kører en anden vej, og "
    "de, der arbejder på den anden side, må regne med en halv time mere hver morgen end før.",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mayor said on Tuesday that the bridge would stay closed until spring."),
        ("de", "Die Brücke bleibt nach Angaben der Stadt bis zum Frühjahr gesperrt."),
        ("fr", "Le pont restera fermé jusqu’au printemps, a annoncé la maire mardi."),
        ("es", "El puente permanecerá cerrado hasta la primavera, dijo la alcaldesa."),
        ("it", "Il ponte resterà chiuso fino a primavera, ha detto la sindaca martedì."),
        ("pl", "Most pozostanie zamknięty do wiosny, powiedziała we wtorek burmistrzyni."),
        ("tr", "Belediye başkanı köprünün bahara kadar kapalı kalacağını söyledi."),
        ("vi", "Thị trưởng cho biết cây cầu sẽ đóng cửa cho đến mùa xuân."),
        ("ru", "Мост останется закрытым до весны, сообщила во вторник мэр города."),
        ("uk", "Міст залишиться закритим до весни, повідомила у вівторок міська голова."),
        ("el", "Η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη."),
        ("ar", "قالت رئيسة البلدية إن الجسر سيبقى مغلقا حتى الربيع"),
        ("fa", "شهردار گفت که پل تا بهار بسته خواهد ماند"),
        ("he", "הגשר יישאר סגור עד האביב, אמרה ראש העירייה"),
        ("hi", "मेयर ने मंगलवार को कहा कि नदी पर बना पुल वसंत तक बंद रहेगा"),
        ("th", "นายกเทศมนตรีกล่าวว่าสะพานจะปิดจนถึงฤดูใบไม้ผลิ"),
        ("ja", "市長は火曜日、橋は春まで閉鎖されると述べた。"),
        ("ko", "시장은 다리가 봄까지 폐쇄될 것이라고 말했다."),
        ("zh", "市长周二表示，这座桥将关闭到春天。"),
        ("zh", "市長週二表示，這座橋將關閉到春天。"),
    ],
)
def test_the_language_of_a_sentence_is_found(language: str, text: str) -> None:
    assert language_of("", text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234 5678",
        "Ok",
        "https://example.org/a/long/address/of/a/page.html",
        "🎉 ★★",
        "Tokyo 3:1",
    ],
)
def test_what_is_not_clear_stays_unknown(text: str) -> None:
    assert language_of("", text) == ""
    assert language_of("pt-br", text) == "pt-br"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-gb", LONG["en"], "en-gb"),
        ("de", LONG["en"], "en"),
        ("en", LONG["de"], "de"),
        ("no", LONG["da"], "no"),
        ("de", "The mayor said so.", "de"),
    ],
)
def test_only_a_text_that_plainly_says_otherwise_overrules_what_is_declared(
    declared: str, text: str, language: str
) -> None:
    assert language_of(declared, text) == language


def test_half_a_character_is_no_error() -> None:
    assert language_of("", "\ud83d " + LONG["de"]) == "de"


def test_a_document_s_language_is_that_of_what_is_read_in_it() -> None:
    assert parsed(f"Die Brücke\n\n{LONG['de']}", "a.txt").language == "de"
    page = f"<html lang=en-US><title>Die Brücke</title><p>{LONG['de']}</html>"
    assert parsed(page, "a.html").language == "de"
    code = "```\nfor line in lines: print(line)\n```\n" * 20
    assert parsed(f"# Die Brücke\n\n{code}\n{LONG['de']}", "a.md").language == "de"
