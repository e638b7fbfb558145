-- A plan that was made, sealed with what it was made from; the newest is the one that holds.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX plan_runner ON plan (runner_id, at);

-- One check-in for each date of the runner's own calendar.
CREATE TABLE check_in (
    id INTEGER PRIMARY KEY,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    local_date TEXT NOT NULL,
    at TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (runner_id, local_date)
);

-- The latest time this machine ever showed, so that a clock that was set back is noticed.
CREATE TABLE clock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    latest_at TEXT NOT NULL
);

-- What nobody waits for is not sent after this time.
ALTER TABLE outbox ADD COLUMN not_after TEXT;

-- What is due is read page after page, in this order.
DROP INDEX due_at;
CREATE INDEX due_at ON due (at, id) WHERE held = 0;
