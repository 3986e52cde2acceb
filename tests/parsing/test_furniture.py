"""Page furniture goes; a story that speaks of the same things stays."""

from __future__ import annotations

import pytest

from tests.parsing.helpers import BODY, kept, parsed, removed

STORY = "\n\n".join(BODY)


@pytest.mark.parametrize(
    "tail",
    [
        "Tools\n\nFollow the Harbour News channel on WhatsApp:\nhttps://whatsapp.com/channel/0029\n\nThe comments posted here are not from Harbour News. Kindly refrain from using obscene words in your comments.",
        "Follow us on Facebook and Twitter",
        "Share this article",
        "Share\nTweet\nPrint\nEmail",
        "Sign up for our daily newsletter",
        "Subscribe to our newsletter and never miss a ship.",
        "This website uses cookies to improve your experience. Accept all cookies",
        "Read also: Three boats sank",
        "Advertisement",
        "© 2019 Harbour News Ltd. All rights reserved.",
        "Copyright 2019 Harbour News",
        "Log in to leave a comment",
        "Lesen Sie auch: Drei Boote gesunken",
        "Alle Rechte vorbehalten",
        "À lire aussi : Trois bateaux coulés",
        "Lea también: Tres barcos hundidos",
        "Leia também: Três barcos afundados",
        "Leggi anche: Tre barche affondate",
        "Читайте также: Затонули три лодки",
        "Все права защищены",
    ],
)
def test_furniture_below_the_story_is_removed_and_still_there(tail: str) -> None:
    article = parsed(f"Forty ships\n\n{STORY}\n\n{tail}\n")
    assert kept(article) == list(BODY)
    there = " ".join(text for reason, text in removed(article) if reason == "page furniture")
    assert "".join(there.split()) == "".join(tail.split())


@pytest.mark.parametrize(
    "line", ["Advertisement", "READ ALSO: Three boats sank", "Story continues below"]
)
def test_furniture_between_paragraphs_is_removed(line: str) -> None:
    article = parsed(f"Forty ships\n\n{BODY[0]}\n\n{line}\n\n{BODY[1]}\n\n{BODY[2]}")
    assert kept(article) == list(BODY)


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by three per cent on Monday.",
        "This website uses cookies, said the judge, and nobody had been asked.",
        "Follow us, he told the crowd, and walked into the sea.",
        "Follow the money, as the old saying goes.",
        "Copyright law in the union has not changed since 2019.",
        "The company said it would delete all cookies and close its WhatsApp channel.",
        "The comments posted here are not from officials, a spokeswoman said.",
        "Print is not dead in this town.",
        "Advertisement revenue doubled in the second quarter.",
        "Sign up for the marathon before Friday and run with us.",
        "Tools were found beside the broken lock.",
        "All rights reserved for citizens must be respected, the court told the government.",
        "Watch the sky tonight.",
        "More than forty ships came.",
    ],
)
def test_a_sentence_of_a_story_stays(sentence: str) -> None:
    article = parsed(f"Forty ships\n\n{BODY[0]}\n\n{sentence}\n\n{BODY[1]}\n\n{sentence}")
    assert kept(article) == [BODY[0], sentence, BODY[1], sentence]


def test_a_lone_word_without_company_stays() -> None:
    assert kept(parsed(f"Forty ships\n\n{STORY}\n\nTools"))[-1] == "Tools"


def test_an_address_in_the_story_stays() -> None:
    address = "https://example.org/timetable"
    assert address in kept(parsed(f"Forty ships\n\n{BODY[0]}\n\n{address}\n\n{BODY[1]}"))


def test_a_document_of_furniture_alone_is_kept() -> None:
    assert kept(parsed("Share this article\n\nAdvertisement\n")) != []
