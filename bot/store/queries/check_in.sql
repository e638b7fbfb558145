-- name: keep_check_ins(id, runner_id, local_date, at, body)*!
-- One for each date: another one of the same date takes its place. The id goes along, since the body is sealed for it.
INSERT INTO check_in (id, runner_id, local_date, at, body) VALUES (:id, :runner_id, :local_date, :at, :body)
ON CONFLICT (runner_id, local_date) DO UPDATE SET id = excluded.id, at = excluded.at, body = excluded.body;

-- name: check_ins_of(runner_id)
-- The check-ins of a runner by date: id, local_date, at, body.
SELECT id, local_date, at, body FROM check_in WHERE runner_id = :runner_id ORDER BY local_date;
