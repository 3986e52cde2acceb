-- What was tidied away, and how long each feed's articles are kept.

-- Entries of feeds whose articles are gone for good; while a feed still offers one, it must not
-- come back as new.
CREATE TABLE forgotten (
    number     INTEGER PRIMARY KEY,
    feed       INTEGER NOT NULL REFERENCES feeds (feed) ON DELETE CASCADE,
    guid       TEXT    NOT NULL,             -- what it is known again by, as in `entries`
    link       TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    piece      TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,             -- of what the article was last made from
    published  TEXT    NOT NULL,
    forgotten  INTEGER NOT NULL              -- when
) STRICT;
CREATE INDEX forgotten_by_feed ON forgotten (feed);
CREATE INDEX forgotten_by_identity ON forgotten (feed, guid, link, words);

-- NULL: as the settings say; 0: without a limit. Both are set, or neither.
ALTER TABLE feeds ADD COLUMN keep_days INTEGER;
ALTER TABLE feeds ADD COLUMN keep_count INTEGER;
