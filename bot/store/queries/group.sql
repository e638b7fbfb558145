-- name: group_at(chat)^
-- A group chat the bot is in: chat, squad_id, thread, lines, next_at.
SELECT chat, squad_id, thread, lines, next_at FROM group_chat WHERE chat = :chat;

-- name: keep_group(chat, squad_id, thread, lines, next_at)!
INSERT INTO group_chat (chat, squad_id, thread, lines, next_at) VALUES (:chat, :squad_id, :thread, :lines, :next_at)
ON CONFLICT (chat) DO UPDATE SET
    squad_id = excluded.squad_id, thread = excluded.thread, lines = excluded.lines, next_at = excluded.next_at;

-- name: unlink_squad(squad_id, next_at)!
-- The squad has no group any more; the bot leaves the one it had.
UPDATE group_chat SET squad_id = NULL, next_at = :next_at WHERE squad_id = :squad_id;

-- name: drop_group(chat)!
DELETE FROM group_chat WHERE chat = :chat;

-- name: move_rows(chat, new_chat)!
-- What waits to be sent to a group goes where it is now.
UPDATE outbox SET chat = :new_chat WHERE state = 'pending' AND chat = :chat;

-- name: groups_due(now, page)
-- A page of groups whose time has come, in its order: chat, squad_id, thread, lines, next_at.
SELECT chat, squad_id, thread, lines, next_at FROM group_chat WHERE next_at <= :now ORDER BY next_at LIMIT :page;

-- name: move_post(squad_id, next_at)!
UPDATE group_chat SET next_at = :next_at WHERE squad_id = :squad_id;

-- name: spend_line(chat)!
UPDATE group_chat SET lines = lines - 1 WHERE chat = :chat AND squad_id IS NULL AND lines > 0;
