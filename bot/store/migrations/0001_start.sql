-- Ids are given out by the process that writes, a block at a time: a row's id must be known before its body is sealed.
CREATE TABLE id_block (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL
);

-- A sealed word, so that a start with another key is noticed before anything is written.
CREATE TABLE seal_check (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    word BLOB NOT NULL
);

-- When the bot was last known to be in touch.
CREATE TABLE presence (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    alive_at TEXT NOT NULL
);

-- Every table about a runner hangs on this row: deleting it erases the person.
CREATE TABLE runner (
    id INTEGER PRIMARY KEY,
    chat TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    reachable INTEGER NOT NULL DEFAULT 1,
    zone TEXT
);

-- asked_at is set while a question is open; offered_again says that it was offered again after an outage.
CREATE TABLE dialogue (
    runner_id INTEGER PRIMARY KEY REFERENCES runner (id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,
    asked_at TEXT,
    offered_again INTEGER NOT NULL DEFAULT 0,
    body BLOB NOT NULL
);
CREATE INDEX dialogue_asked ON dialogue (asked_at, runner_id) WHERE asked_at IS NOT NULL;

CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX verdict_runner ON verdict (runner_id, at);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    text_version TEXT NOT NULL,
    locale TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX consent_runner ON consent (runner_id);

-- held: the runner can't be reached, so nothing falls due until they write again.
CREATE TABLE due (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    local_date TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    UNIQUE (runner_id, kind, local_date)
);
CREATE INDEX due_at ON due (at) WHERE held = 0;

-- A message to send, or an edit of the card sent in `turn`. runner_id is null for the farewell of somebody erased and
-- for a word to somebody never stored. Once a row is over its body and its real priority are gone.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER REFERENCES runner (id) ON DELETE CASCADE,
    chat TEXT NOT NULL,
    turn INTEGER NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    reason TEXT,
    message_id INTEGER,
    created_at TEXT NOT NULL,
    body BLOB
);
CREATE INDEX outbox_pending ON outbox (priority, id) WHERE state = 'pending';
CREATE INDEX outbox_pending_chat ON outbox (chat, id) WHERE state = 'pending';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_runner ON outbox (runner_id, turn);
CREATE INDEX outbox_created ON outbox (created_at);

-- Ids of the updates taken in the last two days. They name nobody, so they stay when a runner is erased.
CREATE TABLE seen_update (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
);
CREATE INDEX seen_update_at ON seen_update (at);

CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER REFERENCES runner (id) ON DELETE CASCADE,
    update_id INTEGER,
    at TEXT NOT NULL,
    error TEXT NOT NULL,
    place TEXT NOT NULL,
    payload BLOB NOT NULL
);
CREATE INDEX dead_letter_runner ON dead_letter (runner_id);
CREATE INDEX dead_letter_at ON dead_letter (at);

-- What happened to a runner's record, without anything they said.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX audit_runner ON audit (runner_id);
CREATE INDEX audit_at ON audit (at);

-- Who was erased, as a keyed hash, until no backup can hold them any more.
CREATE TABLE tombstone (
    chat_hash TEXT PRIMARY KEY,
    erased_on TEXT NOT NULL
);
