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


TAILS = (
    "The comments below are the views of the readers who wrote them and not of Harbour News.",
    "Comments posted here are the opinion of their authors alone.",
    "Comments are closed.",
    "Comments are now closed on this article.",
    "Comments are moderated in line with our house rules.",
    "All comments will be reviewed by our moderators before they appear.",
    "We reserve the right to remove comments that break the law.",
    "Views expressed in this article are those of the author and do not reflect the position of Harbour News.",
    "The opinions expressed by columnists are their own and do not necessarily represent those of the paper.",
    "Have your say in the comments below.",
    "By continuing to use this site you agree to our use of cookies.",
    "We and our partners store information on your device, such as cookies, and process personal data.",
    "You can change your cookie settings at any time.",
    "Never miss a story: enter your email address.",
    "Sign up to receive the morning briefing in your inbox.",
    "You can unsubscribe at any time.",
    "Our free app is available on the App Store and on Google Play.",
    "For the latest harbour news, follow our WhatsApp channel.",
    "Support us with a small donation, so that everybody can read this.",
    "If you enjoyed this article, please consider supporting our newsroom.",
    "Spotted an error? Write to the desk.",
    "Die Kommentare sind geschlossen.",
)


@pytest.mark.parametrize("tail", TAILS)
def test_what_a_page_says_to_its_visitor_below_the_story_is_removed(tail: str) -> None:
    article = parsed(f"Forty ships\n\n{STORY}\n\n{tail}\n")
    assert kept(article) == list(BODY)
    assert ("page furniture", tail) in removed(article)


def test_several_such_lines_go_together() -> None:
    article = parsed(f"Forty ships\n\n{STORY}\n\n" + "\n\n".join(TAILS))
    assert kept(article) == list(BODY)


@pytest.mark.parametrize("sentence", TAILS)
def test_the_same_words_inside_a_story_are_the_story(sentence: str) -> None:
    article = parsed(f"Forty ships\n\n{BODY[0]}\n\n{sentence}\n\n{BODY[1]}")
    assert kept(article) == [BODY[0], sentence, BODY[1]]


ABOUT = {
    "Cookies without asking": (
        "Regulators fined three shops on Monday for setting cookies before anybody had agreed.",
        "Cookies are small files. A site uses cookies to remember a basket, and some to follow a visitor.",
        "We use cookies in the kitchen, and nobody asks: that joke closed the hearing.",
        "By continuing a habit of ten years, the shops saved money and lost the trust of customers.",
        "The new rules let visitors change their settings on every page.",
    ),
    "A council on WhatsApp": (
        "The island's council now answers questions in a WhatsApp channel, every day until six.",
        "Follow the council on WhatsApp, the notice at the pier reads, and the ferry times come by themselves.",
        "Join us on Thursday evenings, the mayor wrote, and bring a question that no channel can answer.",
        "Our grandparents had a bell, and the app is available to fewer people than the bell was.",
        "Support for the channel comes from a fund for small harbours.",
    ),
    "The newsletter comes back": (
        "Local papers earn more from a letter by e-mail than from the web, a survey of forty towns found.",
        "Newsletters reach the inbox before breakfast, and readers who sign up for one stay for years.",
        "Subscribe today and cancel tomorrow is how one editor described the old habit.",
        "Readers never miss a story they have chosen themselves.",
    ),
    "The end of the comment section": (
        "Comments are closed in most of the papers that opened them twenty years ago.",
        "Comments are moderated by volunteers in six towns, and each of them reads two hundred a day.",
        "The views of readers were not always kind, and the views of editors about them were not either.",
        "Opinions are free, an editor once wrote, and moderation is not.",
        "Comments may come back when somebody pays for the moderators.",
    ),
}


@pytest.mark.parametrize("title", ABOUT)
def test_a_story_about_such_things_stays_whole(title: str) -> None:
    story = ABOUT[title]
    assert kept(parsed("\n\n".join((title, *story)))) == list(story)


@pytest.mark.parametrize("title", ABOUT)
@pytest.mark.parametrize("last", range(5))
def test_whatever_sentence_of_it_comes_last_stays(title: str, last: int) -> None:
    story = list(ABOUT[title])
    story.append(story.pop(last % len(story)))
    assert kept(parsed("\n\n".join((title, *story)))) == story


def test_a_lone_word_without_company_stays() -> None:
    assert kept(parsed(f"Forty ships\n\n{STORY}\n\nTools"))[-1] == "Tools"


def test_an_address_in_the_story_stays() -> None:
    address = "https://example.org/timetable"
    assert address in kept(parsed(f"Forty ships\n\n{BODY[0]}\n\n{address}\n\n{BODY[1]}"))


def test_a_document_of_furniture_alone_is_kept() -> None:
    assert kept(parsed("Share this article\n\nAdvertisement\n")) != []


def test_lines_of_one_block_are_judged_one_by_one() -> None:
    tail = "Share this article\nHarbour Office, Port Ellen\nSubscribe to our newsletter"
    article = parsed(f"Forty ships\n\n{STORY}\n\n{tail}\n")
    assert kept(article) == [*BODY, "Harbour Office, Port Ellen"]


def test_furniture_on_lines_without_gaps_is_removed_from_markdown_too() -> None:
    tail = "Share this article\nFacebook | Twitter | Email\nComments are closed."
    assert kept(parsed(f"# Forty ships\n\n{STORY}\n\n{tail}\n", "story.md")) == list(BODY)


@pytest.mark.parametrize("line", ["Facebook | Twitter | Email", "Share · Tweet · Print"])
def test_a_bar_of_places_beside_furniture_is_furniture(line: str) -> None:
    assert kept(parsed(f"Forty ships\n\n{STORY}\n\nShare this article\n\n{line}")) == list(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "More:",
        "Harbour horror: three boats sink [INSIGHT]",
        "[VIDEO]",
        "[button link=”https://example.org/” type=”big”]",
        "Tell us what YOU think...",
    ],
)
def test_stumps_and_shortcodes_between_paragraphs_are_removed(line: str) -> None:
    article = parsed(f"Forty ships\n\n{BODY[0]}\n\n{line}\n\n{BODY[1]}\n\n{BODY[2]}")
    assert kept(article) == list(BODY)


def test_where_a_story_was_bought_is_removed_below_it() -> None:
    assert kept(parsed(f"Forty ships\n\n{STORY}\n\nSOURCE: News agencies")) == list(BODY)


@pytest.mark.parametrize("line", ["More: a play about Utopia", "He called [the video] a fake."])
def test_what_only_resembles_a_stump_stays(line: str) -> None:
    assert line in kept(parsed(f"Forty ships\n\n{BODY[0]}\n\n{line}\n\n{BODY[1]}"))
