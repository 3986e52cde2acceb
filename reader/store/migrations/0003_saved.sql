-- Searches that a person keeps by name, and the articles that their words were found in.

CREATE TABLE saved (
    number     INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    folded     TEXT    NOT NULL UNIQUE,      -- the name in small letters: what makes two names one
    query      TEXT    NOT NULL,
    scope      TEXT    NOT NULL,             -- the list it searches: 'all', 'unread' or 'starred'
    place      INTEGER NOT NULL,             -- in a person's order; rises, may have gaps
    created    INTEGER NOT NULL
) STRICT;

-- What saved searches ask of the index. Filters are no part of it: they are asked of the tables
-- above whenever somebody looks, so that states and days that pass need no keeping.
CREATE TABLE saved_words (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    words      TEXT    NOT NULL UNIQUE,      -- in the query language, plainest form
    meaning    TEXT    NOT NULL DEFAULT ''   -- of the words when `saved_articles` was made; '' not yet
) STRICT;

-- Where they were found. Brought up to date in the transaction that tells that the index has
-- heard of an article.
CREATE TABLE saved_articles (
    words      INTEGER NOT NULL REFERENCES saved_words (number) ON DELETE CASCADE,
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    PRIMARY KEY (words, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_articles_by_article ON saved_articles (article);

-- Articles of no known date, which are near any other in time.
CREATE INDEX articles_undated ON articles (key) WHERE published = '';
