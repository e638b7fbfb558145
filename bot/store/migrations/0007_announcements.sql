-- What an operator writes to everybody, its words sealed: asked for at `at`, on its way from `sent_at` on, null before.
-- by_hash is a keyed hash of the operator's chat.
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by_hash TEXT NOT NULL,
    sent_at TEXT,
    body BLOB NOT NULL
);
CREATE INDEX announcement_at ON announcement (at);
