-- A sum of the very piece of the feed that an entry was read from: the same piece again is not
-- parsed again. '' where it is not known.
ALTER TABLE entries ADD COLUMN piece TEXT NOT NULL DEFAULT '';
