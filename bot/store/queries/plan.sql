-- name: add_plans(id, runner_id, at, body)*!
INSERT INTO plan (id, runner_id, at, body) VALUES (:id, :runner_id, :at, :body);

-- name: plans_of(runner_id)
-- The plans of a runner, oldest first: id, at, body.
SELECT id, at, body FROM plan WHERE runner_id = :runner_id ORDER BY at, id;
