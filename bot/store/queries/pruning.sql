-- Each deletes at most a page of rows older than `before` and returns how many went.

-- name: old_updates(before, page)!
DELETE FROM seen_update WHERE id IN (SELECT id FROM seen_update WHERE at < :before ORDER BY at LIMIT :page);

-- name: old_rows(before, page)!
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox
    WHERE created_at < :before AND state <> 'pending' AND state <> 'sending'
    ORDER BY created_at LIMIT :page
);

-- name: old_dead_letters(before, page)!
DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE at < :before ORDER BY at LIMIT :page);

-- name: old_audit(before, page)!
DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < :before ORDER BY at LIMIT :page);

-- name: old_tombstones(before, page)!
DELETE FROM tombstone WHERE chat_hash IN (
    SELECT chat_hash FROM tombstone WHERE erased_on < :before ORDER BY erased_on LIMIT :page
);

-- name: old_looks(before, page)!
DELETE FROM look WHERE id IN (SELECT id FROM look WHERE at < :before ORDER BY at LIMIT :page);

-- name: old_links(before, page)!
DELETE FROM link WHERE id IN (SELECT id FROM link WHERE until < :before ORDER BY until LIMIT :page);

-- name: old_guesses(before, page)!
DELETE FROM wrong_token WHERE (chat_hash, hour) IN (
    SELECT chat_hash, hour FROM wrong_token WHERE hour < :before ORDER BY hour LIMIT :page
);

-- name: old_announcements(before, page)!
DELETE FROM announcement WHERE id IN (SELECT id FROM announcement WHERE at < :before ORDER BY at LIMIT :page);

-- name: old_operations(before, page)!
DELETE FROM operation WHERE id IN (SELECT id FROM operation WHERE at < :before ORDER BY at LIMIT :page);
