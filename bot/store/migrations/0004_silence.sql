-- Up to which day silence counts towards the end of what is kept, and on which day that was last moved on.
CREATE TABLE silence (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    counted_to TEXT NOT NULL,
    moved_on TEXT NOT NULL
);
