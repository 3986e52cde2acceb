"""Many programs at one library at once lose nothing of each other's. The minute of it is torture's."""

from __future__ import annotations

import json
from pathlib import Path

from reader.library import open_library
from tests.crowd import crowd

FIRST = 200


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    live_together(tmp_path, ["stars"] * 3 + ["adds", "indexes", "refreshes", "looks"], seconds=3)


def live_together(place: Path, roles: list[str], seconds: float) -> None:
    """Let them live, and compare what was acknowledged to each with what is there afterwards."""
    folder = place / "library"
    lines = [json.dumps({"title": f"First {n}", "text": "old words"}) for n in range(FIRST)]
    (place / "first.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    library = open_library(folder)
    library.add([str(place / "first.jsonl")])
    told = list(crowd(folder, roles, seconds))
    looks = [each for each in told if "looks" in each]
    assert all(each["looks"] for each in looks), looks
    for each in looks:
        print(
            f"What others did was on the screen {each['looks']} times, after {each['longest']} s at most."
        )
    starred, notes, added = dict[int, bool](), dict[int, str](), 0
    for each in told:
        starred |= {int(key): on for key, on in dict(each.get("stars", {})).items()}  # type: ignore[call-overload]
        notes |= {int(key): text for key, text in dict(each.get("notes", {})).items()}  # type: ignore[call-overload]
        added += int(str(each.get("added", 0)))
    assert starred and added
    now = {row.key: row for row in library.headlines(list(starred))}
    assert {key: now[key].starred for key in starred} == starred
    for key, text in notes.items():
        kept = library.note_of(key)
        assert kept is not None and kept.text == text
    assert library.count("all") == FIRST + added
    library.update_index()
    assert library.search("newcomer", "all", limit=1).total == added
    assert not library.check().differs
    library.close()
