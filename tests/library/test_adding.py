"""Documents in: added once, updated when edited, kept when gone, and nothing else disturbed by a bad one."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import Library
from reader.library.intake import Change, Verdict, decide
from reader.models import Progress
from reader.store.origins import Origin

Write = Callable[..., Path]


def text(
    title: str, body: str = "A ferry crossed the strait this morning, and nobody was hurt."
) -> str:
    return f"{title}\n\n{body}\n"


def titles(library: Library) -> list[str]:
    return sorted(h.title for h in library.headlines(library.keys()))


@pytest.mark.parametrize(
    ("known", "current", "shared", "twin", "expected"),
    [
        (None, "", False, None, Verdict(Change.NEW)),
        (None, "", False, 7, Verdict(Change.COPY, 7)),
        (Origin(3, "sha", False), "sha", False, 3, Verdict(Change.SAME, 3)),
        (Origin(3, "sha", True), "sha", False, 3, Verdict(Change.SAME, 3, returned=True)),
        (Origin(3, "old", False), "old", False, None, Verdict(Change.EDITED, 3)),
        (Origin(3, "old", False), "old", False, 7, Verdict(Change.EDITED, 3)),
        (Origin(3, "old", False), "old", True, None, Verdict(Change.NEW)),
        (Origin(3, "old", False), "old", True, 7, Verdict(Change.COPY, 7)),
        (Origin(3, "old", False), "sha", False, 3, Verdict(Change.COPY, 3)),
        (Origin(3, "sha", False), "new", False, None, Verdict(Change.NEW)),
        (Origin(3, "sha", False), "new", False, 7, Verdict(Change.COPY, 7)),
    ],
)
def test_what_a_document_means_is_decided_by_its_place_and_its_bytes(
    known: Origin | None, current: str, shared: bool, twin: int | None, expected: Verdict
) -> None:
    assert decide(known, current, shared, twin, "sha") == expected


def test_the_same_folder_twice_adds_nothing(library: Library, write: Write) -> None:
    for name in ("a.txt", "b.md", "deep/er/c.html"):
        folder = write(
            name,
            text(name) if not name.endswith("html") else f"<title>{name}</title><p>Some words.",
        )
    folder = folder.parent.parent.parent
    first, second = library.add([str(folder)]), library.add([str(folder)])
    assert (first.added, first.same) == (3, 0)
    assert (second.added, second.updated, second.same) == (0, 0, 3)


def test_an_edit_updates_the_article_and_keeps_star_and_reading(
    library: Library, write: Write
) -> None:
    path = write("a.txt", text("Ferry lost"))
    key = library.add([str(path)]).keys[0]
    library.mark([key], "starred", True)
    library.mark([key], "read", True)
    before = library.headlines([key])[0]
    write("a.txt", text("Ferry found"))
    report = library.add([str(path)])
    after = library.headlines([key])[0]
    assert (report.added, report.updated, report.keys) == (0, 1, [key])
    assert after.title == "Ferry found"
    assert (after.id, after.starred, after.read, after.added) == (
        before.id,
        True,
        True,
        before.added,
    )


def test_the_original_of_an_article_is_its_very_bytes(library: Library, write: Write) -> None:
    raw = "Fähre verloren\r\n\r\nDie Fähre \x1b[31mfuhr\x1b[0m nicht.\r\n".encode("utf-16")
    key = library.add([str(write("a.txt", raw))]).keys[0]
    kept = library.original(key)
    assert kept is not None
    assert kept.raw == raw
    article = library.article(key)
    assert article is not None
    assert article.text == "Die Fähre fuhr nicht."


def test_a_file_that_vanished_keeps_its_article_and_is_marked(
    library: Library, write: Write
) -> None:
    path = write("a.txt", text("Here"))
    write("b.txt", text("Gone"))
    library.add([str(path.parent)])
    (path.parent / "b.txt").unlink()
    report = library.add([str(path.parent)])
    assert (report.vanished, titles(library)) == (1, ["Gone", "Here"])
    gone = {a.headline.title: a.vanished for a in library.walk(library.keys())}
    assert gone == {"Gone": True, "Here": False}
    assert library.add([str(path.parent)]).vanished == 0
    write("b.txt", text("Gone"))
    assert library.add([str(path.parent)]).same == 2
    assert not any(a.vanished for a in library.walk(library.keys()))


def test_a_vanished_file_named_alone_is_a_failure_and_marked(
    library: Library, write: Write
) -> None:
    path = write("a.txt", text("Here"))
    library.add([str(path)])
    path.unlink()
    report = library.add([str(path)])
    assert (len(report.failures), report.vanished) == (1, 1)
    assert titles(library) == ["Here"]


def test_a_copy_is_the_same_article_until_one_of_the_two_is_edited(
    library: Library, write: Write
) -> None:
    path = write("a.txt", text("Twins"))
    write("copy.txt", text("Twins"))
    assert library.add([str(path.parent)]).added == 1
    write("copy.txt", text("Twins no more"))
    assert library.add([str(path.parent)]).added == 1
    assert titles(library) == ["Twins", "Twins no more"]


def test_copies_that_are_edited_alike_stay_one_article(library: Library, write: Write) -> None:
    path = write("a.txt", text("Twins"))
    write("copy.txt", text("Twins"))
    key = library.add([str(path.parent)]).keys[0]
    library.mark([key], "starred", True)
    write("a.txt", text("Twins again"))
    write("copy.txt", text("Twins again"))
    report = library.add([str(path.parent)])
    assert (report.added, report.updated, report.same) == (0, 1, 1)
    assert [h.title for h in library.headlines(library.keys("starred"))] == ["Twins again"]
    assert library.count() == 1


def test_a_file_that_moved_is_still_its_article(library: Library, write: Write) -> None:
    path = write("a.txt", text("Moved"))
    key = library.add([str(path)]).keys[0]
    library.mark([key], "starred", True)
    path.rename(path.with_name("elsewhere.txt"))
    report = library.add([str(path.parent)])
    assert (report.added, list(library.keys("starred"))) == (0, [key])
    article = library.article(key)
    assert article is not None
    assert (article.origin, article.vanished) == (str(path.with_name("elsewhere.txt")), False)


def test_records_of_one_file_are_articles_of_their_own(library: Library, write: Write) -> None:
    def line(number: int, body: str) -> str:
        return (
            json.dumps(
                {"title": f"T{number}", "text": body, "url": f"https://example.org/{number}"}
            )
            + "\n"
        )

    path = write("news.jsonl", line(1, "One here.") + line(2, "Two here.") + "not json\n")
    report = library.add([str(path)])
    assert (report.added, [f.what for f in report.failures]) == (2, [f"{path}:3"])
    write("news.jsonl", line(2, "Two, edited.") + line(3, "Three here."))
    report = library.add([str(path)])
    assert (report.added, report.updated, report.vanished) == (1, 1, 1)
    assert titles(library) == ["T1", "T2", "T3"]


def test_one_bad_file_does_not_stop_the_others(library: Library, write: Write) -> None:
    good = write("good.txt", text("Good"))
    write("empty.txt", b"")
    write("noise.bin", bytes(range(256)) * 40)
    write("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    (good.parent / "loop").symlink_to(good.parent, target_is_directory=True)
    report = library.add([str(good.parent), str(good.parent / "nothing here.txt")])
    assert titles(library) == ["Good"]
    reasons = {Path(f.what).name: f.why for f in report.failures}
    assert set(reasons) == {"empty.txt", "noise.bin", "paper.pdf", "nothing here.txt"}
    assert "empty" in reasons["empty.txt"]
    assert "PDF" in reasons["paper.pdf"]
    assert all("\n" not in why and not why.endswith(".") for why in reasons.values())


def test_standard_input_is_a_document(library: Library) -> None:
    raw = text("Piped").encode()
    assert library.add(["-"], stdin=io.BytesIO(raw)).added == 1
    assert library.add(["-"], stdin=io.BytesIO(raw)).same == 1
    assert titles(library) == ["Piped"]


def test_stopping_early_keeps_what_was_done_and_marks_nothing_as_gone(
    library: Library, write: Write
) -> None:
    for number in range(120):
        path = write(f"{number:03}.txt", text(f"Number {number}"))
    folder = str(path.parent)
    seen: list[int] = []

    def on_progress(progress: Progress) -> None:
        seen.append(progress.done)

    report = library.add([folder], on_progress=on_progress, stopped=lambda: seen[-1:] >= [70])
    assert report.stopped
    assert 0 < report.added < 120
    assert library.count() == report.added
    rest = library.add([folder])
    assert (rest.added, rest.same, rest.vanished) == (120 - report.added, report.added, 0)


def test_progress_counts_up_to_all_documents(library: Library, write: Write) -> None:
    lines = "".join(
        json.dumps({"title": f"T{n}", "text": "Words here."}) + "\n" for n in range(130)
    )
    path = write("news.jsonl", lines)
    write("a.txt", text("A"))
    seen: list[tuple[int, int]] = []
    library.add([str(path.parent)], on_progress=lambda p: seen.append((p.done, p.total)))
    assert seen[-1] == (131, 131)
    assert seen == sorted(seen)


def test_what_recurs_across_a_source_is_furniture_also_in_articles_that_came_before(
    library: Library, write: Write
) -> None:
    tail = "The Harbour Gazette is printed on paper from willow"
    bodies = [
        "The ferry sank.",
        "Bread got dearer.",
        "Rain fell for a week.",
        "A chess player won.",
        "Owls moved in.",
    ]

    def story(number: int, end: str) -> str:
        head = f"---\ntitle: Story {number}\nsource: Harbour Gazette\n---\n"
        return str(write(f"{number}.md", f"{head}\n{bodies[number]}\n\n{end}\n").parent)

    for number in range(2):
        story(number, tail)
    folder = story(2, "")
    library.add([folder])
    assert sum(tail in a.text for a in library.walk(library.keys())) == 2
    story(3, tail)
    library.add([folder])
    articles = list(library.walk(library.keys()))
    assert sorted(a.text for a in articles) == sorted(bodies[:4])
    assert sum(any(b.removed and b.text == tail for b in a.blocks) for a in articles) == 3
    story(4, tail)
    article = library.article(library.add([folder]).keys[0])
    assert article is not None
    assert article.text == bodies[4]


def test_what_recurs_is_taken_out_also_after_an_end_before_it_was_looked_for(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = ["The ferry sank.", "Bread got dearer.", "Rain fell for a week."]
    for number, body in enumerate(bodies):
        head = f"---\ntitle: Story {number}\nsource: Harbour Gazette\n---\n"
        path = write(f"{number}.md", f"{head}\n{body}\n\nPrinted on willow\n")
    with monkeypatch.context() as patch:
        patch.setattr("reader.library.intake.Intake.finish", interrupt)
        with pytest.raises(KeyboardInterrupt):
            library.add([str(path.parent)])
    assert library.add([str(path.parent)]).same == 3
    assert sorted(a.text for a in library.walk(library.keys())) == sorted(bodies)


def test_what_recurs_in_documents_of_no_named_source_is_what_they_say(
    library: Library, write: Write
) -> None:
    """Three drafts of one report had lost all that they shared, and no search found it."""
    shared = "The channel was dredged in spring.\n\nThe new quay is open to ferries."
    for number in range(4):
        path = write(f"draft{number}.md", f"# Draft {number}\n\n{shared}\n\nEnd {number}.\n")
    library.add([str(path.parent)])
    library.update_index()
    assert all(shared in article.text for article in library.walk(library.keys()))
    assert library.search("dredged").total == 4


def interrupt(_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_one_line(library: Library, write: Write) -> None:
    path = write("secret.txt", text("Secret"))
    path.chmod(0)
    report = library.add([str(path)])
    assert "permission" in report.failures[0].why


def test_the_seed_document_comes_out_as_a_person_would_want_it(
    library: Library, corpus: Path
) -> None:
    for path in (corpus / "seeds").glob("*.txt"):
        article = library.article(library.add([str(path)]).keys[0])
        assert article is not None
        lines = path.read_text("utf-8").splitlines()
        assert article.headline.title == lines[0]
        kept = [b for b in article.blocks if not b.removed]
        assert [b.kind for b in kept] == ["paragraph"] * 6
        assert [b.text for b in kept] == [line for line in lines[3:] if len(line) > 200]
        removed = " ".join(b.text for b in article.blocks if b.removed)
        for word in ("Tools", "WhatsApp", "Kindly refrain", lines[0]):
            assert word in removed


def test_dated_articles_of_a_second_source_come_in_whole(library: Library, corpus: Path) -> None:
    path = corpus / "wikinews" / "articles.jsonl"
    report = library.add([str(path)])
    assert (report.added, report.failures) == (295, [])
    records = {r["url"]: r for r in map(json.loads, path.read_text("utf-8").splitlines())}
    for article in library.walk(library.keys()):
        record = records[article.url]
        assert article.headline.published == record["date"]
        assert article.headline.title == record["title"]
    assert library.add([str(path)]).same == 295


def test_a_file_has_one_name_however_it_is_reached(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("deep/a.txt", text("Ferry lost"))
    link = path.parent.parent / "link"
    link.symlink_to(path.parent, target_is_directory=True)
    monkeypatch.chdir(path.parent)
    ways = [str(path), "a.txt", "../deep/a.txt", str(link / "a.txt"), str(link), "../link/../deep"]
    for number, way in enumerate(ways):
        write("deep/a.txt", text(f"Ferry lost {number} times"))
        report = library.add([way])
        assert (report.added, report.updated) == ((1, 0) if number == 0 else (0, 1)), way
    assert library.count() == 1


def test_a_name_that_is_no_utf_8_does_no_harm(library: Library, write: Write) -> None:
    folder = write("a.txt", text("Plain")).parent
    odd = folder / os.fsdecode(b"caf\xe9.txt")
    odd.write_text(text("Odd"))
    assert library.add([str(folder)]).added == 2
    assert library.add([str(odd)]).same == 1
    odd.unlink()
    assert library.add([str(folder)]).vanished == 1
