-- name: seen_after(id, page)
-- A page of runners with when they last wrote: id, chat, last_seen.
SELECT id, chat, last_seen FROM runner WHERE id > :id ORDER BY id LIMIT :page;

-- name: last_seen(id)^
-- When a runner last wrote: last_seen.
SELECT last_seen FROM runner WHERE id = :id;

-- name: silence()^
-- Up to which day silence counts, and when that was moved on: counted_to, moved_on; nothing before the first look.
SELECT counted_to, moved_on FROM silence WHERE one = 1;

-- name: count_silence(counted_to, moved_on)!
INSERT INTO silence (one, counted_to, moved_on) VALUES (1, :counted_to, :moved_on)
ON CONFLICT (one) DO UPDATE SET counted_to = excluded.counted_to, moved_on = excluded.moved_on;
