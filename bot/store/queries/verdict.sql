-- name: add_verdicts(id, runner_id, at, body)*!
INSERT INTO verdict (id, runner_id, at, body) VALUES (:id, :runner_id, :at, :body);

-- name: verdicts_of(runner_id)
-- The verdicts of a runner, oldest first: id, at, body.
SELECT id, at, body FROM verdict WHERE runner_id = :runner_id ORDER BY at, id;
