-- Articles, what people did to them, where they came from, and what the index has yet to hear.
-- Moments are Unix seconds, UTC. Append a new numbered file to change anything here.

-- What an article says. Written by ingestion alone.
CREATE TABLE articles (
    key        INTEGER PRIMARY KEY,          -- our own number, never shown to a person
    id         TEXT    NOT NULL UNIQUE,      -- shown to people; the same on every machine
    revision   INTEGER NOT NULL DEFAULT 1,   -- grows with each change of the content
    title      TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    published  TEXT    NOT NULL,             -- ISO 8601 day or UTC moment, '' when unknown
    sorted     INTEGER NOT NULL,             -- list order: published, else added; never after added
    added      INTEGER NOT NULL,
    words      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL              -- of the bytes it was last made from
) STRICT;
CREATE INDEX articles_by_time ON articles (sorted DESC, key DESC);
CREATE INDEX articles_by_content ON articles (sha256);
CREATE INDEX articles_by_source ON articles (source);

-- The text, apart from the rows above so that walking a list reads no bodies.
CREATE TABLE bodies (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    blocks     TEXT    NOT NULL              -- JSON, see store/blocks.py
) STRICT;

-- Every version of the raw input, kept so that it can be shown and parsed again.
CREATE TABLE originals (
    number     INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    sha256     TEXT    NOT NULL,
    name       TEXT    NOT NULL,             -- the file's name
    format     TEXT    NOT NULL,
    encoding   TEXT    NOT NULL,
    added      INTEGER NOT NULL,
    packed     BLOB    NOT NULL,             -- the bytes, compressed with zlib
    UNIQUE (article, sha256)
) STRICT;

-- Where articles are found again. Copies of one document share an article.
CREATE TABLE origins (
    origin     TEXT    PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    sha256     TEXT    NOT NULL,             -- of the bytes last read there
    seen       INTEGER NOT NULL,
    gone       INTEGER NOT NULL DEFAULT 0    -- 1: no longer there; the article stays
) STRICT;
CREATE INDEX origins_by_article ON origins (article);

-- What a person did to an article. Never touched by ingestion.
CREATE TABLE states (
    article    INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    sorted     INTEGER NOT NULL,             -- copy of articles.sorted: makes the two indexes below
    read       INTEGER NOT NULL DEFAULT 0,
    read_at    INTEGER NOT NULL DEFAULT 0,   -- when it last changed, 0 for never
    starred    INTEGER NOT NULL DEFAULT 0,
    starred_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX states_unread  ON states (sorted DESC, article DESC) WHERE read = 0;
CREATE INDEX states_starred ON states (sorted DESC, article DESC) WHERE starred = 1;

CREATE TRIGGER article_has_state AFTER INSERT ON articles BEGIN
    INSERT INTO states (article, sorted) VALUES (new.key, new.sorted);
END;
CREATE TRIGGER state_follows_time AFTER UPDATE OF sorted ON articles BEGIN
    UPDATE states SET sorted = new.sorted WHERE article = new.key;
END;

-- Each change of state as an absolute value with a number: what undo and sync read.
CREATE TABLE state_changes (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    what       TEXT    NOT NULL,             -- 'read' or 'starred'
    was        INTEGER NOT NULL,
    now        INTEGER NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX state_changes_by_article ON state_changes (article);

-- What the index has not heard yet, one row an article, the newest number last.
CREATE TABLE changes (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    article    INTEGER NOT NULL UNIQUE       -- no reference: it may be gone
) STRICT;
CREATE TRIGGER change_on_insert AFTER INSERT ON articles BEGIN
    INSERT OR REPLACE INTO changes (article) VALUES (new.key);
END;
CREATE TRIGGER change_on_update AFTER UPDATE OF revision ON articles BEGIN
    INSERT OR REPLACE INTO changes (article) VALUES (new.key);
END;
CREATE TRIGGER change_on_delete AFTER DELETE ON articles BEGIN
    INSERT OR REPLACE INTO changes (article) VALUES (old.key);
END;

-- Short lines at the head and tail of articles, by a fingerprint of their text. `publisher` is
-- the article's source or, where that is unknown, the folder it was read from.
CREATE TABLE edges (
    publisher   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    article     INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    PRIMARY KEY (publisher, fingerprint, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX edges_by_article ON edges (article);

-- Those that recur, so that an article that arrives later need not be compared with all others.
CREATE TABLE furniture (
    publisher   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (publisher, fingerprint)
) STRICT, WITHOUT ROWID;

-- Edges of articles that came in since furniture was last looked for; written with the article,
-- so that an end in between loses none.
CREATE TABLE unsettled (
    publisher   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (publisher, fingerprint)
) STRICT, WITHOUT ROWID;

-- Facts about the library itself.
CREATE TABLE facts (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL
) STRICT;
