"""Feeds on the command line: followed, listed, changed, fetched, carried over."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

from reader.library import open_library
from tests.cli.conftest import Run
from tests.feeds import TYPE, item, rss, serves
from tests.terminal import Terminal
from tests.web import Answer, Web


def test_a_feed_from_follow_to_unfollow(run: Run, web: Web, tmp_path: Path) -> None:
    web.answers["/feed"] = serves("Ferry", "Bread")
    address = web.at("/feed", "ada:secret@127.0.0.1")
    assert run("feeds").err.startswith("No feed is followed yet.")
    ran = run("follow", address, "--folder", "Daily/Press", "--header", "X-Key: k9", "--json")
    assert ran.err == "Following The Paper (number 1), with 2 articles.\n"
    (record,) = ran.records
    assert (record["name"], record["folders"], record["unread"]) == (
        "The Paper",
        ["Daily/Press"],
        2,
    )
    assert run("follow", address).err == "The Paper is followed already (number 1).\n"
    assert [r["title"] for r in run("search", "bread", "--json").records] == ["Bread"]
    out = run("feeds").out.splitlines()
    assert [line.split() for line in out] == [["Daily/Press"], ["1", "2", "The", "Paper"]]

    web.answers["/feed"] = serves("Harbour", "Ferry", "Bread")
    assert run("refresh").err.startswith("No feed is due; the next one is at ")
    ran = run("refresh", "the paper", "--json")
    assert (ran.code, ran.records[0]["new"], len(ran.records[0]["ids"])) == (0, 1, 1)
    assert ran.err == "1 feed: 1 new article.\n"
    assert web.asked[-1][1]["X-Key"] == "k9"
    assert run("search", "harbour", "--json").records[0]["source"] == "The Paper"

    edited = [item("Harbour", "It is closed."), item("Ferry"), item("Bread")]
    web.answers["/feed"] = Answer(rss(edited), TYPE)
    assert run("refresh", "1").err == "1 feed: 0 new articles, 1 updated.\n"
    (harbour,) = run("search", "closed", "--json").records
    (former,) = run("show", harbour["id"], "--former", "--json").records
    assert former["text"] == "Everything that is known of Harbour stands here."
    assert "known of Harbour" in run("show", harbour["id"], "--former").out

    web.answers["/feed"] = Answer(b"no", status=500)
    ran = run("refresh", "--all")
    assert ran.code == 0  # one dead feed is a line in the report
    assert ran.err.splitlines()[-1] == "1 feed: 0 new articles, 1 feed could not be fetched."
    assert run("refresh", "1").code == 1
    assert "(cannot be had: its server has a fault" in run("feeds").out

    ran = run("feeds", "doctor")
    assert ran.code == 1  # a script knows that nothing comes in from one
    assert ran.out.splitlines()[0] == "    1  The Paper"  # of which feed it speaks, and its number
    assert "It cannot be had: its server has a fault" in ran.out
    assert ", 2 times by now. It last answered" in ran.out
    assert ran.err == "1 feed with something amiss, 0 well.\n"
    (record,) = run("feeds", "doctor", "--json").records
    assert [f["complaint"] for f in record["findings"]] == ["failing"]

    assert run("feeds", "set", "1", "--name", "Mine", "--folder", "", "--mute").code == 0
    (record,) = run("feeds", "list", "--json").records
    assert (record["name"], record["folders"], record["muted"]) == ("Mine", [], True)
    written = tmp_path / "feeds.opml"
    ran = run("feeds", "export", str(written))
    assert "Passwords, keys and headers of 1 feed were left out" in ran.err
    shown = written.read_text() + run("feeds", "--json").out + run("feeds").out
    assert "secret" not in shown
    assert "k9" not in shown
    assert run("feeds", "export", str(written), "--with-secrets").code == 0
    assert written.stat().st_mode & 0o077 == 0

    star = run("list", "--json").records[0]["id"]
    ran = run("fulltext", star, "--json")
    assert (ran.code, ran.records[0]["page"]) == (1, False)
    assert ran.records[0]["reason"].startswith("cannot be reached")
    run("star", star)
    ran = run("unfollow", "mine")
    assert ran.err == (
        "Mine is followed no longer; 2 articles went with it. "
        "1 article with a star, tag or note stays.\n"
        "`broadsheet undo` brings it back as it was.\n"
    )
    before = written.read_text()
    assert run("undo").err.startswith("Mine is followed again, with 2 articles")
    assert [r["title"] for r in run("search", "bread", "--json").records] == ["Bread"]
    assert (
        run("feeds", "export", "--with-secrets").out.split("<body>")[1] == before.split("<body>")[1]
    )
    assert run("redo").err.startswith("Mine is followed no longer; 2 articles went with it;")
    ran = run("feeds", "import", str(written))
    assert "import it again with --private" in ran.err
    assert "leads to this machine" in run("refresh", "--all").err
    assert run("feeds", "import", str(written), "--private").err.startswith("0 feeds added, 1 f")
    assert "leads to this machine" not in run("refresh").err
    run("unfollow", "mine")
    ran = run("feeds", "import", str(written), "--private")
    assert ran.err == "1 feed added. `broadsheet refresh` fetches them.\n"
    assert run("feeds", "--json").records[0]["name"] == "Mine"


def test_what_cannot_be_followed_says_why_and_several_are_listed(run: Run, web: Web) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="/{}">'
    page = f"<html>{link.format('News', 'n')}{link.format('Sport', 's')}<p>x"
    web.answers |= {"/": Answer(page.encode()), "/s": serves("Chess", title="Sport")}
    ran = run("follow", web.at("/"))
    assert ran.code == 1
    assert [line.split()[:2] for line in ran.out.splitlines()] == [["1", "News"], ["2", "Sport"]]
    assert run("follow", web.at("/"), "--json").records[0]["choices"][1]["address"] == web.at("/s")
    assert run("follow", web.at("/"), "--number", "2").err.startswith("Following Sport")
    ran = run("follow", web.at("/"), "--number", "3")
    assert ran.err == f"{web.at('/')}: names 2 feeds; there is no number 3.\n"
    ran = run("follow", web.at("/x", "ada:secret@127.0.0.1"))
    assert (ran.code, ran.err.count("secret")) == (1, 0)
    for wrong in (
        ("feeds", "set", "sport"),
        ("feeds", "set", "sport", "--every", "1"),
        ("feeds", "set", "nothing", "--mute"),
        ("follow", "x.example", "--header", "no colon"),
        ("unfollow", "nothing"),
        ("refresh", "nothing"),
        ("refresh", "--watch", "--all"),
        ("feeds", "import", "/no/such/file"),
    ):
        assert run(*wrong).code == 2, wrong


def test_watch_fetches_each_feed_in_its_time_until_it_is_stopped(
    run: Run, web: Web, own_library: Path
) -> None:
    for name, more in (("Sea", "Ferry"), ("Land", "Bread")):
        web.answers[f"/{name}"] = serves("Old", title=name)
        run("follow", web.at(f"/{name}"))
        web.answers[f"/{name}"] = serves(more, "Old", title=name)
    with closing(open_library(own_library)) as library, library._database.writing() as db:
        for feed, seconds in ((1, -1), (2, 2)):
            due = int(time.time()) + seconds
            db.execute("UPDATE polls SET due = ? WHERE feed = ?", (due, feed))
    command = [sys.executable, "-m", "reader", "--library", str(own_library), "refresh", "--watch"]
    with Terminal(command, cols=100, rows=20) as terminal:
        terminal.wait_for("Ctrl+C ends this", 60)
        # Two rounds, or one where the machine is so slow that both are due.
        terminal.wait_for(lambda at: at.text.count("1 new") == 2 or "2 new" in at.text, 60)
        assert {path for path, *_ in web.asked[-2:]} == {"/Sea", "/Land"}
        terminal.send("ctrl+c")
        assert terminal.wait_for_end(60) == 0
    assert len(run("search", "bread OR ferry", "--json").records) == 2  # the index has heard
