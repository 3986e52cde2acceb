"""`broadsheet doctor`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.library.checkup import examine
from reader.settings import Paths, choose_library


def doctor(options: Any) -> int:
    """Look at terminal, folder, store, index and clock; print what to paste into a report."""
    found = examine(Paths(choose_library(options.library)))
    amiss = [finding for finding in found if finding.advice]
    for finding in found:
        if options.json:
            talk.put_json(asdict(finding))
        else:
            talk.put(f"{finding.name:<13} {finding.value}")
            if finding.advice:
                talk.put(f"{'':<13} ! {finding.advice}")
    if not options.json:
        told = f"{talk.number(len(amiss), 'thing')} to look at." if amiss else "All is well."
        talk.say(f"{told} What is printed above names no article, feed or search of yours.")
    return PARTLY if amiss else DONE
