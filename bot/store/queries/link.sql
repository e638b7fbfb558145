-- name: links_of(squad_id, now)
-- The links of a squad that are not over, oldest first: id, role, uses, made_for, until. Used up ones are among them:
-- a link that vanishes would tell a coach that somebody came, and shares nothing.
SELECT link.id, link.role, link.uses, link.made_for, link.until
FROM coach JOIN link ON link.coach_id = coach.id
WHERE coach.squad_id = :squad_id AND link.until > :now
ORDER BY link.id;

-- name: link_at(token_hash, now)^
-- The link of a token that works: role, and of the coach who made it id, squad_id and body.
SELECT link.role, coach.id AS coach_id, coach.squad_id, coach.body
FROM link JOIN coach ON coach.id = link.coach_id
WHERE link.token_hash = :token_hash AND link.until > :now AND link.uses > 0;

-- name: add_link(id, coach_id, token_hash, role, uses, until)!
INSERT INTO link (id, coach_id, token_hash, role, uses, made_for, until)
VALUES (:id, :coach_id, :token_hash, :role, :uses, :uses, :until);

-- name: use_link(token_hash, squad_id, role, now)!
-- One use less; touches a row only if the link works, is for this role and into this squad.
UPDATE link SET uses = uses - 1
WHERE token_hash = :token_hash AND role = :role AND until > :now AND uses > 0
    AND (SELECT coach.squad_id FROM coach WHERE coach.id = link.coach_id) = :squad_id;

-- name: revoke_link(id, squad_id)!
DELETE FROM link
WHERE id = :id AND (SELECT coach.squad_id FROM coach WHERE coach.id = link.coach_id) = :squad_id;

-- name: tries_in(chat_hash, hour)^
-- How many wrong tokens a sender tried in an hour: tries.
SELECT tries FROM wrong_token WHERE chat_hash = :chat_hash AND hour = :hour;

-- name: count_try(chat_hash, hour)!
INSERT INTO wrong_token (chat_hash, hour, tries) VALUES (:chat_hash, :hour, 1)
ON CONFLICT (chat_hash, hour) DO UPDATE SET tries = wrong_token.tries + 1;
