"""Old articles let go from the screen: counted, asked, done, told."""

from __future__ import annotations

import asyncio

from reader.library import Library
from reader.settings.paths import settings_file
from tests.feeds import serves
from tests.library.test_refreshing import follow
from tests.pilot import desk
from tests.web import Web


async def test_what_would_go_is_counted_and_asked_before_it_goes(
    library: Library, web: Web
) -> None:
    web.answers["/a"] = serves(*(f"Report {n}" for n in range(12)))
    await asyncio.to_thread(follow, library, web.at("/a"))
    keys = library.keys()
    library.mark(keys, "read", True)
    library.mark(keys[-1:], "starred", True)
    with library._database.writing() as db:
        db.execute("UPDATE states SET read_at = 1, starred_at = 1")
        db.execute("UPDATE articles SET added = 1")
    file = settings_file()
    async with desk(library, size=(160, 40)) as at:

        def count_of_all() -> str:
            return next((row.count for row in at.screen.side.rows if row.text == "All"), "")

        await at.until(lambda: count_of_all() == "12")
        await at.press("comma", "t")
        await at.sees("Everything is kept: no limit is set.")
        file.parent.mkdir(parents=True)
        file.write_text("[keep]\ncount = 3\n")
        await at.press("comma", "t")
        await at.sees("y lets 8 articles of a feed go for good")
        await at.press("n")
        await at.sees("Nothing went.")
        assert library.count() >= 12
        await at.press("comma", "t")
        await at.sees("y lets 8 articles of a feed go for good")
        await at.press("y")
        await at.sees("8 articles went")
        left = {title for title in at.titles if title.startswith("Report")}
        assert left == {"Report 0", "Report 1", "Report 2", "Report 11"}
        await at.until(lambda: count_of_all() == "4")
        await at.press("comma", "t")
        await at.sees("Nothing is over the limits.")
