-- Articles whose page was fetched because the feed gives only a teaser. Both texts are kept: the
-- one that is shown stands in `bodies`, the other one here.
CREATE TABLE pages (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    shown      INTEGER NOT NULL,             -- 1: the page's text is shown, and the feed's is here
    other      TEXT    NOT NULL,             -- JSON, as in `bodies`
    address    TEXT    NOT NULL,             -- where the page was found, after redirects
    encoding   TEXT    NOT NULL,
    fetched    INTEGER NOT NULL,
    packed     BLOB    NOT NULL              -- the page as it came, compressed with zlib
) STRICT;
