-- name: audits_of(runner_id)
-- What happened to a runner's record, oldest first: at, what.
SELECT at, what FROM audit WHERE runner_id = :runner_id ORDER BY at, id;

-- name: letters_of(runner_id)
-- Events of a runner that could not be played, oldest first: id, at, payload.
SELECT id, at, payload FROM dead_letter WHERE runner_id = :runner_id ORDER BY at, id;

-- name: coming_to(runner_id)
-- What is to come for a runner: kind, at, local_date.
SELECT kind, at, local_date FROM due WHERE runner_id = :runner_id ORDER BY at, id;
