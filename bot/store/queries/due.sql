-- name: due_now(now, page)
-- A page of what has fallen due for runners who can be reached, oldest first: id, kind, at, chat.
SELECT due.id, due.kind, due.at, runner.chat
FROM due JOIN runner ON runner.id = due.runner_id
WHERE due.held = 0 AND due.at <= :now
ORDER BY due.at
LIMIT :page;

-- name: is_waiting(id)^
-- 1 while this due row has not been played.
SELECT 1 FROM due WHERE id = :id;

-- name: add_due(id, runner_id, kind, at, local_date)*!
-- At most one of a kind for a runner and a local date.
INSERT INTO due (id, runner_id, kind, at, local_date) VALUES (:id, :runner_id, :kind, :at, :local_date)
ON CONFLICT (runner_id, kind, local_date) DO NOTHING;

-- name: drop_due(id)*!
DELETE FROM due WHERE id = :id;

-- name: drop_offers(id)*!
-- Who has just written needs no offer of the question any more.
DELETE FROM due WHERE runner_id = :id AND kind = 'offer_again';

-- name: hold_due(runner_id)!
UPDATE due SET held = 1 WHERE runner_id = :runner_id AND held = 0;

-- name: release_due(id)*!
UPDATE due SET held = 0 WHERE runner_id = :id AND held = 1;
