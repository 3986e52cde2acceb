"""A fault of a command's own ends in a sentence and a report, without a trace or anybody's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import cli
from reader.cli import upkeep


def test_a_fault_is_told_in_a_sentence_and_kept(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article = " ".join(["SECRET", "TEXT"])

    def fail(_: object) -> int:
        try:
            return {}[article]
        except KeyError as error:
            raise ValueError(article) from error

    own_library.mkdir()
    monkeypatch.setattr(upkeep, "path", fail)
    assert cli.main(["--library", str(own_library), "path"]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert "a fault of Broadsheet itself (ValueError)" in err and "crash-report.txt" in err
    report = (own_library / "crash-report.txt").read_text("utf-8")
    assert "KeyError" in report and "ValueError" in report and "in fail" in report
    assert "SECRET TEXT" not in report + err
