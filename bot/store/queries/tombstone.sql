-- name: add_tombstone(chat_hash, erased_on)!
INSERT INTO tombstone (chat_hash, erased_on) VALUES (:chat_hash, :erased_on)
ON CONFLICT (chat_hash) DO UPDATE SET erased_on = excluded.erased_on;

-- name: tombstones()
-- Who was erased and when: chat_hash, erased_on.
SELECT chat_hash, erased_on FROM tombstone ORDER BY erased_on, chat_hash;
