-- name: letters()
-- Every event that was set aside, oldest first.
SELECT id, update_id, at, error, place, payload FROM dead_letter ORDER BY at, id;

-- name: letter_at(id)^
SELECT id, update_id, at, error, place, payload FROM dead_letter WHERE id = :id;

-- name: drop_letter(id)!
DELETE FROM dead_letter WHERE id = :id;
