-- name: seen_after(id, page)
-- A page of runners with when they last wrote: id, chat, last_seen.
SELECT id, chat, last_seen FROM runner WHERE id > :id ORDER BY id LIMIT :page;

-- name: last_seen(id)^
-- When a runner last wrote: last_seen.
SELECT last_seen FROM runner WHERE id = :id;
