-- name: due_now(now, after_at, after_id, page)
-- A page of what has fallen due for runners who can be reached, oldest first: id, kind, at, chat.
SELECT due.id, due.kind, due.at, runner.chat
FROM due JOIN runner ON runner.id = due.runner_id
WHERE due.held = 0 AND due.at <= :now AND (due.at, due.id) > (:after_at, :after_id)
ORDER BY due.at, due.id
LIMIT :page;

-- name: is_waiting(id)^
-- 1 while this due row has not been played.
SELECT 1 FROM due WHERE id = :id;

-- name: add_due(id, runner_id, kind, at, local_date)*!
-- At most one of a kind for a runner and a local date; held if the runner can't be reached just now.
INSERT INTO due (id, runner_id, kind, at, local_date, held)
SELECT :id, :runner_id, :kind, :at, :local_date, 1 - reachable FROM runner WHERE runner.id = :runner_id
ON CONFLICT (runner_id, kind, local_date) DO NOTHING;

-- name: drop_due(id)*!
DELETE FROM due WHERE id = :id;

-- name: drop_and_tell(id)^
-- Whose row it was and what for, nothing if it was gone: runner_id, kind.
DELETE FROM due WHERE id = :id RETURNING runner_id, kind;

-- name: drop_planned(id)*!
-- What is to come for this runner makes room for another plan of it; a question to be offered again stays, and so do
-- the digests of squads they coach and what an operator writes to everybody.
DELETE FROM due
WHERE runner_id = :id AND kind <> 'offer_again' AND kind NOT LIKE 'digest:%' AND kind NOT LIKE 'announcement:%';

-- name: drop_offers(id)*!
-- Who has just written, or was just asked something, needs no offer of the question any more.
DELETE FROM due WHERE runner_id = :id AND kind = 'offer_again';

-- name: hold_due(runner_id)!
UPDATE due SET held = 1 WHERE runner_id = :runner_id AND held = 0;

-- name: release_due(id)*!
UPDATE due SET held = 0 WHERE runner_id = :id AND held = 1;

-- name: move_digest(kind, runner_id, at, local_date)!
-- A coach's digest comes at another time from now on.
UPDATE due SET at = :at, local_date = :local_date WHERE runner_id = :runner_id AND kind = :kind;

-- name: drop_digest(kind, runner_id)!
DELETE FROM due WHERE runner_id = :runner_id AND kind = :kind;
