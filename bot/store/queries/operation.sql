-- name: add_operation(id, at, by_hash, what)!
INSERT INTO operation (id, at, by_hash, what) VALUES (:id, :at, :by_hash, :what);

-- name: counts()^
-- How the bot does, in counts alone: runners, unreachable, pending, oldest (a time or null), letters.
SELECT
    (SELECT count(*) FROM runner) AS runners,
    (SELECT count(*) FROM runner WHERE reachable = 0) AS unreachable,
    (SELECT count(*) FROM outbox WHERE state = 'pending') AS pending,
    (SELECT min(created_at) FROM outbox WHERE state = 'pending') AS oldest,
    (SELECT count(*) FROM dead_letter) AS letters;
