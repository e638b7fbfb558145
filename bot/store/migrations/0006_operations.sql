-- What an operator did from a chat: by whom as a keyed hash, and the command without its words.
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by_hash TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX operation_at ON operation (at);
