"""Passwords are in the keyring or the environment: asked with, and nowhere to be found."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest

from reader.errors import UsageError
from reader.library import Library, open_library
from reader.library.checkup import examine
from reader.library.feeds.following import Followed
from reader.models import Failure, Wishes
from reader.parsing.feeds import parse_opml
from tests.feeds import serves
from tests.keyring_here import entries
from tests.web import Answer, Web

PASSWORD, TOKEN = "s3cretpassword", "Bearer t0ken-of-mine"
WITHOUT = "keyring.backends.fail.Keyring"


@pytest.fixture
def address(web: Web) -> str:
    web.answers["/feed"] = serves("Ferry")
    return web.at("/feed", f"ada:{PASSWORD}@127.0.0.1")


def follow(library: Library, address: str, **wishes: object) -> Followed | Failure:
    done = library.feeds.follow(address, Wishes(**wishes))  # type: ignore[arg-type]
    assert isinstance(done, Followed | Failure)
    return done


def sent(web: Web) -> dict[str, str]:
    return web.asked[-1][1]


def basic(secret: str) -> str:
    return f"Basic {b64encode(secret.encode()).decode()}"


def bytes_of(folder: Path) -> bytes:
    """All that lies in the library's folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def none(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    backend = __import__("keyring.backends.fail", fromlist=["Keyring"]).Keyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def test_a_password_goes_to_the_keyring_and_stays_out_of_the_library(
    library: Library, web: Web, address: str, own_library: Path
) -> None:
    done = follow(library, address, headers=(("X-Token", TOKEN), ("Accept-Language", "de")))
    assert isinstance(done, Followed), done
    feed = done.feed
    assert sorted(entries().values()) == [TOKEN, f"ada:{PASSWORD}"]
    assert dict(feed.wishes.headers)["Accept-Language"] == "de"
    web.answers["/feed"] = serves("Ferry", "Bread")
    library.feeds.refresh([feed])
    assert (sent(web)["X-Token"], sent(web)["Accept-Language"]) == (TOKEN, "de")
    library.feeds.change(feed.key, headers=())
    library.feeds.refresh(library.feeds.every())
    assert sent(web)["Authorization"] == basic(f"ada:{PASSWORD}")
    assert sorted(a.headline.title for a in library.walk(library.keys())) == ["Bread", "Ferry"]
    secret = library.feeds.written_list(with_secrets=True)[0]
    assert parse_opml(secret).feeds[0].address == address
    everything = [*library.carried(), library.feeds.written_list()[0].decode(), repr(feed)]
    assert PASSWORD not in "".join(everything)
    assert PASSWORD in "".join(library.carried(secrets=True))
    library.feeds.unfollow(feed.key)
    library.undo()
    library.feeds.refresh(library.feeds.every())
    assert sent(web)["Authorization"] == basic(f"ada:{PASSWORD}")
    library.backup(own_library / "backup.sqlite")
    found = bytes_of(own_library)
    assert (PASSWORD.encode() in found, TOKEN.encode() in found) == (False, False)


def test_the_keyring_is_left_clean_when_nothing_can_bring_a_feed_back(
    library: Library, web: Web, address: str
) -> None:
    done = follow(library, address)
    assert isinstance(done, Followed)
    library.feeds.unfollow(done.feed.key)
    assert entries()
    with library._database.writing() as db:
        db.execute("DELETE FROM departures")  # as it happens after thirty days
    web.answers["/other"] = serves("Bread")
    follow(library, web.at("/other"))
    assert entries() == {}


def test_without_a_keyring_the_environment_has_them_and_the_sentence_says_so(
    library: Library, web: Web, address: str, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none(monkeypatch)
    for wrong in (lambda: follow(library, address), lambda: library.feeds.change(1, headers=(("Cookie", PASSWORD),))):  # fmt: skip
        with pytest.raises(UsageError, match=r"variable of the environment|has the number") as said:
            wrong()
        assert PASSWORD not in str(said.value)
    assert library.feeds.every() == []
    variable = web.at("/feed", "ada:$FERRY_PASSWORD@127.0.0.1")
    missing = follow(library, variable)
    assert isinstance(missing, Failure)
    assert "FERRY_PASSWORD of the environment, which is not set" in missing.why
    monkeypatch.setenv("FERRY_PASSWORD", "p@ss/wörd")
    monkeypatch.setenv("FERRY_TOKEN", PASSWORD)
    done = follow(library, variable, headers=(("X-Token", "a ${FERRY_TOKEN} b"),))
    assert isinstance(done, Followed), done
    assert sent(web)["Authorization"] == basic("ada:p@ss/wörd")
    assert sent(web)["X-Token"] == f"a {PASSWORD} b"
    monkeypatch.delenv("FERRY_TOKEN")
    report = library.feeds.refresh(library.feeds.every())
    assert "FERRY_TOKEN" in report.failures[0].why
    assert PASSWORD.encode() not in bytes_of(own_library)


def test_a_locked_keyring_is_a_feeds_trouble_and_no_request(
    library: Library, web: Web, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(library, address)
    web.asked.clear()
    monkeypatch.setenv("BROADSHEET_TEST_KEYRING", "locked")
    report = library.feeds.refresh(library.feeds.every())
    assert "unlock it and try again" in report.failures[0].why
    assert web.asked == []


def test_a_list_from_elsewhere_names_no_variable_and_no_entry_of_the_keyring(
    library: Library, web: Web, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else a stranger's list could have any of them sent to the stranger's server."""
    follow(library, address)
    monkeypatch.setenv("CLOUD_KEY", "keep-this-here")
    for number in (1, 2):
        web.answers[f"/list{number}"] = serves("Bread")
    (account,) = (name.removeprefix("broadsheet ") for name in entries())
    headers = json.dumps([["X-A", "$CLOUD_KEY"], ["X-B", f"keyring:{account}"], ["Accept", "${CLOUD_KEY}"]])  # fmt: skip
    outline = f"<outline type='rss' xmlUrl='{web.at('/list1', 'a:$CLOUD_KEY@127.0.0.1')}' broadsheetHeaders='{headers}'/>"
    library.feeds.read_list(
        f"<opml version='2.0'><body>{outline}</body></opml>".encode(), private=True
    )
    carried = [json.loads(line) for line in library.carried(secrets=True)]
    (row,) = [r["feed"] for r in carried if r.get("feed", {}).get("address") == web.at("/list1")]
    row |= {"address": web.at("/list2"), "same": "x", "secret": "a:$CLOUD_KEY", "headers": headers}  # fmt: skip
    lines = [carried[0], {"feed": row}]
    path = tmp_path / "library.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n")
    assert library.add([str(path)]).failures == []
    with library._database.writing() as db:
        db.execute("UPDATE feeds SET typed = 1")
    web.asked.clear()
    library.feeds.refresh(library.feeds.every())
    strangers = [said for place, said in web.asked if place.startswith("/list")]
    assert len(strangers) == 2
    for said in strangers:
        assert "keep-this-here" not in repr(said)
        assert PASSWORD not in repr(said)
        assert said["Authorization"] not in (basic("a:keep-this-here"), basic(f"ada:{PASSWORD}"))


def test_what_a_former_version_kept_in_the_library_is_moved_out_of_it(
    library: Library, web: Web, address: str, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(library, web.at("/feed"))
    with library._database.writing() as db:
        values = (f"ada:{PASSWORD}", json.dumps([["X-Token", TOKEN]]))
        db.execute("UPDATE feeds SET secret = ?, headers = ?", values)
    (finding,) = [f for f in examine(library.paths) if f.name == "passwords"]
    assert "keyring" in finding.advice
    assert PASSWORD not in repr(finding)
    library.feeds.refresh(library.feeds.every())
    assert sorted(entries().values()) == [TOKEN, f"ada:{PASSWORD}"]
    assert "passwords" not in {f.name for f in examine(library.paths)}
    library.close()
    again = open_library(own_library)
    again.feeds.refresh(again.feeds.every())
    assert sent(web)["X-Token"] == TOKEN
    again.close()
    found = bytes_of(own_library)
    assert (PASSWORD.encode() in found, TOKEN.encode() in found) == (False, False)


def test_neither_password_nor_header_follows_a_feed_to_another_server(
    library: Library, web: Web, address: str
) -> None:
    follow(library, address, headers=(("X-Token", TOKEN),))
    other = f"http://localhost:{web.port}/other"
    web.answers["/feed"] = Answer(status=301, headers={"Location": other})
    web.answers["/other"] = serves("Bread")
    web.asked.clear()
    for day in range(5):
        feed = library.feeds.every()[0]
        with library._database.writing() as db:  # as if it were found so on so many days
            db.execute("UPDATE polls SET moved_on = moved_on - 1, moved_days = ?", (day + 3,))
        library.feeds.refresh([feed])
    assert library.feeds.every()[0].address == web.at("/feed")
    elsewhere = [said for place, said in web.asked if place == "/other"]
    assert all(not {"Authorization", "X-Token"} & said.keys() for said in elsewhere)
