-- name: add_rows(id, runner_id, chat, turn, kind, priority, message_id, created_at, not_after, body)*!
INSERT INTO outbox (id, runner_id, chat, turn, kind, priority, message_id, created_at, not_after, body)
VALUES (:id, :runner_id, :chat, :turn, :kind, :priority, :message_id, :created_at, :not_after, :body);

-- name: card_of(runner_id, turn)^
-- State and message_id of the newest card of a runner's turn.
SELECT state, message_id FROM outbox
WHERE runner_id = :runner_id AND turn = :turn AND kind = 'card'
ORDER BY id DESC LIMIT 1;

-- name: pending_page(priority, after, page)
-- A page of rows of one priority waiting to be sent, in order.
SELECT id, runner_id, chat, turn, kind, priority, message_id, created_at, not_after, body FROM outbox
WHERE state = 'pending' AND priority = :priority AND id > :after
ORDER BY id LIMIT :page;

-- name: pending_of_chat(chat, before)
-- Rows of one chat waiting to be sent, older than `before`, in order.
SELECT id, runner_id, chat, turn, kind, priority, message_id, created_at, not_after, body FROM outbox
WHERE state = 'pending' AND chat = :chat AND id < :before
ORDER BY id;

-- name: mark_sending(id)*!
UPDATE outbox SET state = 'sending' WHERE id = :id;

-- name: mark_pending(id)*!
UPDATE outbox SET state = 'pending' WHERE id = :id AND state = 'sending';

-- name: mark_sent(message_id, id)*!
-- The words have done their work, and a stored priority would tell who was sent to care.
UPDATE outbox SET state = 'sent', message_id = :message_id, priority = 1, body = NULL WHERE id = :id;

-- name: mark_over(state, reason, id)*!
-- Dead or unknown: it will not be sent any more.
UPDATE outbox SET state = :state, reason = :reason, priority = 1, body = NULL WHERE id = :id;

-- name: drop_rows(id)*!
DELETE FROM outbox WHERE id = :id;

-- name: interrupted_later()!
-- A stop came between asking and hearing: what nobody waits for is not sent again.
UPDATE outbox SET state = 'unknown', reason = 'interrupted', priority = 1, body = NULL
WHERE state = 'sending' AND priority > 1;

-- name: interrupted_soon()!
UPDATE outbox SET state = 'pending' WHERE state = 'sending';

-- name: drop_farewells(chat)!
DELETE FROM outbox WHERE state = 'pending' AND chat = :chat AND runner_id IS NULL;

-- name: end_chat(reason, chat)!
UPDATE outbox SET state = 'dead', reason = :reason, priority = 1, body = NULL
WHERE state = 'pending' AND chat = :chat;
