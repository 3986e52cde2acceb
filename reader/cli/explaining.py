"""`search --explain`: how a query was read, what ran where, how long it took and what it found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library import Step, Understood
    from reader.models import Answer


def lines(understood: Understood, steps: Sequence[Step], answer: Answer) -> str:
    """For a person, a line for each step."""
    read = f"read as  {understood.text or 'nothing'}"
    shown = " · ".join(chip.label for chip in understood.chips)
    ran = [f"{step.where:<7}  {_ms(step):>9} ms  {step.found:>9,}  {step.what}" for step in steps]
    found = f"found    {answer.total:,}"
    return "\n".join([read, *([f"that is  {shown}"] if shown else []), *ran, found])


def record(understood: Understood, steps: Sequence[Step], answer: Answer) -> str:
    """For a script, one JSON object on a line."""
    return json.dumps(
        {
            "read_as": understood.text,
            "chips": [{"label": chip.label, "kind": chip.kind} for chip in understood.chips],
            "hints": list(understood.hints),
            "steps": [
                {"where": s.where, "what": s.what, "found": s.found, "ms": float(_ms(s))}
                for s in steps
            ],
            "found": answer.total,
            "note": answer.note,
        }
    )


def _ms(step: Step) -> str:
    return f"{1000 * step.seconds:.3f}"
