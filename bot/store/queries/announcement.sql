-- name: add_draft(id, at, by_hash, body)!
INSERT INTO announcement (id, at, by_hash, body) VALUES (:id, :at, :by_hash, :body);

-- name: drop_drafts(by_hash)!
-- What this operator asked for and did not confirm; how many that was.
DELETE FROM announcement WHERE by_hash = :by_hash AND sent_at IS NULL;

-- name: drop_draft(id, by_hash)!
DELETE FROM announcement WHERE id = :id AND by_hash = :by_hash AND sent_at IS NULL;

-- name: confirm(id, by_hash, since, at)!
-- 1 if this operator asked for it after `since` and had not confirmed it, else 0.
UPDATE announcement SET sent_at = :at
WHERE id = :id AND by_hash = :by_hash AND sent_at IS NULL AND at > :since;

-- name: announcement_of(id)^
-- One on its way: sent_at, body.
SELECT sent_at, body FROM announcement WHERE id = :id AND sent_at IS NOT NULL;

-- name: readers()^
-- How many can be reached and once agreed; who took that back is known only in the sealed dialogue.
SELECT count(*) AS readers FROM runner
WHERE reachable = 1 AND EXISTS (SELECT 1 FROM consent WHERE runner_id = runner.id);

-- name: fall_due(last, kind, at, local_date, per_second)!
-- A row for each of these people, so many for each second from `at` on, with ids that end at `last`; how many.
INSERT INTO due (id, runner_id, kind, at, local_date)
SELECT :last - number, id, :kind,
    strftime('%Y-%m-%dT%H:%M:%f+00:00', :at, '+' || (number / :per_second) || ' seconds'), :local_date
FROM (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM runner
    WHERE reachable = 1 AND EXISTS (SELECT 1 FROM consent WHERE runner_id = runner.id)
);
