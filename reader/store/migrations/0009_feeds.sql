-- Feeds that are followed, what fetching learnt of them, and which article is which entry.

-- What a person chose, and what the feed says of itself.
CREATE TABLE feeds (
    feed       INTEGER PRIMARY KEY,          -- also its number on the command line
    address    TEXT    NOT NULL,             -- where it is asked for; without name and password
    same       TEXT    NOT NULL UNIQUE,      -- the address without what changes while it stays the same feed
    secret     TEXT    NOT NULL DEFAULT '',  -- name:password, as it stood in the address
    typed      INTEGER NOT NULL DEFAULT 0,   -- 1: a person typed its host, so it may be a private one
    scope      TEXT    NOT NULL,             -- what ids of its entries are made from; never changes
    followed   INTEGER NOT NULL DEFAULT 1,   -- 0: unfollowed, but articles of it were kept
    name       TEXT    NOT NULL,             -- as it is shown, and the source of its articles
    title      TEXT    NOT NULL DEFAULT '',  -- as the feed calls itself
    site       TEXT    NOT NULL DEFAULT '',
    language   TEXT    NOT NULL DEFAULT '',
    pace       INTEGER NOT NULL DEFAULT 0,   -- minutes from one fetch to the next, 0 to follow its rhythm
    agent      TEXT    NOT NULL DEFAULT '',  -- a User-Agent of its own
    headers    TEXT    NOT NULL DEFAULT '[]', -- JSON list of pairs; secret
    fulltext   INTEGER NOT NULL DEFAULT 0,   -- 1: the article's page is fetched for each entry
    muted      INTEGER NOT NULL DEFAULT 0,   -- 1: its articles come in as read
    attributes TEXT    NOT NULL DEFAULT '[]', -- JSON list of pairs: of its outline in the list it came from
    added      INTEGER NOT NULL
) STRICT;
CREATE INDEX feeds_by_name ON feeds (name);

-- The folders a feed stands in: names from the outermost, U+001F between. A folder without a feed is none.
CREATE TABLE filed (
    feed       INTEGER NOT NULL REFERENCES feeds (feed) ON DELETE CASCADE,
    path       TEXT    NOT NULL,
    PRIMARY KEY (feed, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX filed_by_path ON filed (path);

-- What fetching learnt; nothing here is a person's doing. Moments are Unix seconds, 0 for never.
CREATE TABLE polls (
    feed       INTEGER PRIMARY KEY REFERENCES feeds (feed) ON DELETE CASCADE,
    checked    INTEGER NOT NULL DEFAULT 0,   -- last asked for
    succeeded  INTEGER NOT NULL DEFAULT 0,   -- last answered with a feed, or that nothing is new
    changed    INTEGER NOT NULL DEFAULT 0,   -- last brought a new article or an edit
    due        INTEGER NOT NULL DEFAULT 0,   -- when it is asked for by itself
    held       INTEGER NOT NULL DEFAULT 0,   -- its server asked not to be asked before (Retry-After)
    newest     INTEGER NOT NULL DEFAULT 0,   -- the latest date among its entries
    rhythm     INTEGER NOT NULL DEFAULT 0,   -- median seconds between entries, 0 while unknown
    ttl        INTEGER NOT NULL DEFAULT 0,   -- seconds for which the feed asks to be let alone
    skip_hours TEXT    NOT NULL DEFAULT '',  -- and hours (UTC) and days (Monday is 0) in which it
    skip_days  TEXT    NOT NULL DEFAULT '',  -- does not change: numbers with spaces between
    etag       TEXT    NOT NULL DEFAULT '',  -- validators, as they were sent (bytes as Latin-1)
    modified   TEXT    NOT NULL DEFAULT '',
    sha256     TEXT    NOT NULL DEFAULT '',  -- of the last body that was read
    status     INTEGER NOT NULL DEFAULT 0,   -- of HTTP, 0 when none was received
    trouble    TEXT    NOT NULL DEFAULT '',  -- why the last fetch brought nothing, '' when it did
    failures   INTEGER NOT NULL DEFAULT 0,   -- in a row
    gone       INTEGER NOT NULL DEFAULT 0,   -- 1: the server said that it is gone for good
    moved_to   TEXT    NOT NULL DEFAULT '',  -- where permanent redirects lead,
    moved_days INTEGER NOT NULL DEFAULT 0,   -- on how many days they have,
    moved_on   INTEGER NOT NULL DEFAULT 0,   -- and the last of these (days since 1970, UTC)
    entries    INTEGER NOT NULL DEFAULT -1,  -- how many it had last, -1 while unknown
    took       INTEGER NOT NULL DEFAULT 0    -- milliseconds of the last fetch
) STRICT;
CREATE INDEX polls_due ON polls (due);

-- Which entry of which feed an article is. The text of the identity is parsing's (feeds/identity.py).
CREATE TABLE entries (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    feed       INTEGER NOT NULL REFERENCES feeds (feed),
    guid       TEXT    NOT NULL,
    link       TEXT    NOT NULL,
    words      TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_by_identity ON entries (feed, guid, link, words);

-- How many articles a feed has, kept by the triggers below, so that no list is read to know it.
CREATE TABLE tallies (
    feed       INTEGER PRIMARY KEY REFERENCES feeds (feed) ON DELETE CASCADE,
    total      INTEGER NOT NULL DEFAULT 0,
    unread     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER feed_has_rows AFTER INSERT ON feeds BEGIN
    INSERT INTO polls (feed) VALUES (new.feed);
    INSERT INTO tallies (feed) VALUES (new.feed);
END;
CREATE TRIGGER tally_on_insert AFTER INSERT ON entries BEGIN
    UPDATE tallies SET total = total + 1,
        unread = unread + (SELECT read = 0 FROM states WHERE article = new.article)
    WHERE feed = new.feed;
END;
CREATE TRIGGER tally_on_delete BEFORE DELETE ON entries BEGIN
    UPDATE tallies SET total = total - 1,
        unread = unread - (SELECT read = 0 FROM states WHERE article = old.article)
    WHERE feed = old.feed;
END;
CREATE TRIGGER tally_on_read AFTER UPDATE OF read ON states WHEN new.read != old.read BEGIN
    UPDATE tallies SET unread = unread + old.read - new.read
    WHERE feed = (SELECT feed FROM entries WHERE article = new.article);
END;
-- Before the cascade takes the state away, which the tally asks for.
CREATE TRIGGER entry_goes_first BEFORE DELETE ON articles BEGIN
    DELETE FROM entries WHERE article = old.key;
    INSERT INTO facts (name, value) VALUES ('last key', old.key)
        ON CONFLICT (name) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER));
END;
