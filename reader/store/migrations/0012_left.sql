-- What went with feeds that are followed no longer, kept for a while so that it can come back.
CREATE TABLE departures (
    number     INTEGER PRIMARY KEY,          -- named by the log of actions
    same       TEXT    NOT NULL,             -- which feed it was, as in `feeds`
    at         INTEGER NOT NULL,
    packed     BLOB    NOT NULL              -- rows by table as JSON, see store/departures.py; zlib
) STRICT;
