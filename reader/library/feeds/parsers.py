"""Processes that parse for us and are ended when a document takes them too long.

Inside an event loop. A process that was ended, or died of a document, is replaced
by the next question; the document that did it is refused.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import struct
import sys
from contextlib import suppress
from types import TracebackType
from typing import Any

from reader.errors import DocumentError

FEED_S, PAGE_S = 5.0, 10.0
"""How long a feed, and a page, may occupy a parser."""
_START_S = 30.0
_LENGTH = struct.Struct(">I")


class Parsers:
    """So many processes, started when they are needed."""

    def __init__(self, most: int = 0) -> None:
        """`most` processes at a time, by default one for each processor, at most four."""
        self._free: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.Queue()
        for _ in range(most or min(4, os.cpu_count() or 1)):
            self._free.put_nowait(None)
        self._alive: set[asyncio.subprocess.Process] = set()

    async def __aenter__(self) -> Parsers:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in tuple(self._alive):
            await self._end(process)

    async def parse(self, name: str, *arguments: Any, limit: float = FEED_S) -> Any:
        """What a function of `reader.parsing.__main__` makes of its arguments.

        Raises DocumentError where there is nothing to be made of them, in time.
        """
        process = await self._free.get()
        try:
            if process is None:
                process = await self._start()
            try:
                async with asyncio.timeout(limit):
                    answer = await _asked(process, (name, arguments))
            except TimeoutError:
                raise DocumentError(
                    f"takes longer than {limit:g} seconds to read, so it was given up"
                ) from None
            except (asyncio.IncompleteReadError, OSError):
                raise DocumentError("cannot be read: the parser failed at it") from None
        except BaseException:
            # Also when nobody waits any more: an answer to come would be taken for the next one's.
            if process is not None:
                await asyncio.shield(self._end(process))
            process = None
            raise
        finally:
            self._free.put_nowait(process)
        if isinstance(answer, DocumentError):
            raise answer
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        process = await _spawn()
        self._alive.add(process)
        # The start is not the document's fault: an empty question first.
        async with asyncio.timeout(_START_S):
            await _asked(process, ("links", (b"", "")))
        return process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._alive.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def _spawn() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "reader.parsing",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        process_group=0,  # Ctrl+C is for us to handle; a session would not be as nice as we are
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )


async def _asked(process: asyncio.subprocess.Process, question: object) -> Any:
    assert process.stdin
    assert process.stdout
    packed = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    process.stdin.write(_LENGTH.pack(len(packed)) + packed)
    await process.stdin.drain()
    (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
    return pickle.loads(await process.stdout.readexactly(length))
