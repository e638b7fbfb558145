-- name: seen(id)^
-- 1 for an update that was taken before.
SELECT 1 FROM seen_update WHERE id = :id;

-- name: mark_seen(id, at)*!
INSERT INTO seen_update (id, at) VALUES (:id, :at);

-- name: add_audit(id, runner_id, at, what)*!
INSERT INTO audit (id, runner_id, at, what) VALUES (:id, :runner_id, :at, :what);

-- name: add_dead_letter(id, runner_id, update_id, at, error, place, payload)!
INSERT INTO dead_letter (id, runner_id, update_id, at, error, place, payload)
VALUES (:id, :runner_id, :update_id, :at, :error, :place, :payload);
