-- name: stop_sending()!
UPDATE outbox SET state = 'pending' WHERE state = 'sending';

-- name: drop_nameless()!
-- Rows for somebody who is not stored vanish once they are over.
DELETE FROM outbox WHERE state = 'pending' AND runner_id IS NULL;

-- name: void_rows(reason)!
UPDATE outbox SET state = 'dead', reason = :reason, priority = 1, body = NULL WHERE state = 'pending';

-- name: void_offers(now)!
-- Announcements too, those still to come as well: most people have had them since, and the rest can be told anew.
DELETE FROM due WHERE (held = 0 AND at <= :now AND kind = 'offer_again') OR kind LIKE 'announcement:%';

-- name: due_since(since, now)
-- What fell due of late: id, runner_id, kind, at.
SELECT id, runner_id, kind, at FROM due WHERE held = 0 AND at > :since AND at <= :now ORDER BY at;

-- name: put_earlier(at, id)!
UPDATE due SET at = :at WHERE id = :id;

-- name: body_of(runner_id)^
-- The dialogue of a runner: body.
SELECT body FROM dialogue WHERE runner_id = :runner_id;

-- name: keep_body(body, runner_id)!
UPDATE dialogue SET body = :body WHERE runner_id = :runner_id;

-- name: posts_since(since, now)
-- The group chats whose weekly figures fell due of late: chat, next_at.
SELECT chat, next_at FROM group_chat WHERE next_at > :since AND next_at <= :now ORDER BY next_at;

-- name: put_post_earlier(next_at, chat)!
UPDATE group_chat SET next_at = :next_at WHERE chat = :chat;

-- name: runners_after(id, page)
-- A page of runners: id, chat, created_at.
SELECT id, chat, created_at FROM runner WHERE id > :id ORDER BY id LIMIT :page;
