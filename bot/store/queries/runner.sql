-- name: runner_at(chat)^
-- The runner behind a chat: id, chat, created_at, last_seen, reachable, zone.
SELECT id, chat, created_at, last_seen, reachable, zone FROM runner WHERE chat = :chat;

-- name: add_runners(id, chat, created_at, last_seen)*!
INSERT INTO runner (id, chat, created_at, last_seen) VALUES (:id, :chat, :created_at, :last_seen);

-- name: see_runners(today, id)*!
-- They wrote, so they can be reached; touches no row when nothing changes.
UPDATE runner SET reachable = 1, last_seen = :today WHERE id = :id AND (reachable = 0 OR last_seen <> :today);

-- name: place_runners(zone, id)*!
-- Their time zone, for what must not come at night.
UPDATE runner SET zone = :zone WHERE id = :id;

-- name: lose_runner(chat)^
-- The id of the runner of this chat, if they could be reached until now.
UPDATE runner SET reachable = 0 WHERE chat = :chat AND reachable = 1 RETURNING id;

-- name: erase_runner(id)!
-- Every row about the runner in every table goes along.
DELETE FROM runner WHERE id = :id;
