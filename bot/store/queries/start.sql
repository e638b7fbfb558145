-- name: reserved_up_to(count)^
-- The last id of a new block of `count` ids.
INSERT INTO id_block (one, last) VALUES (1, :count)
ON CONFLICT (one) DO UPDATE SET last = id_block.last + :count
RETURNING last;

-- name: sealed_word()^
-- The sealed word of this database, nothing if it is new.
SELECT word FROM seal_check WHERE one = 1;

-- name: keep_sealed_word(word)!
INSERT INTO seal_check (one, word) VALUES (1, :word);

-- name: alive_at()^
-- When the bot was last in touch, nothing before its first time.
SELECT alive_at FROM presence WHERE one = 1;

-- name: latest_at()^
-- The latest time the clock ever showed, nothing before its first time.
SELECT latest_at FROM clock WHERE one = 1;

-- name: stamp_latest(at)!
-- It never goes back, whatever the clock does.
INSERT INTO clock (one, latest_at) VALUES (1, :at)
ON CONFLICT (one) DO UPDATE SET latest_at = excluded.latest_at WHERE excluded.latest_at > clock.latest_at;

-- name: stamp_alive(at)!
INSERT INTO presence (one, alive_at) VALUES (1, :at)
ON CONFLICT (one) DO UPDATE SET alive_at = excluded.alive_at;
