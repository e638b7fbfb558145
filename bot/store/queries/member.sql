-- name: members_of(squad_id)
-- Who shows a squad's coaches something, with the dialogue it is made from: membership's id, runner_id, level,
-- joined_at, body, dialogue.
SELECT membership.id, membership.runner_id, membership.level, membership.joined_at, membership.body,
    dialogue.body AS dialogue
FROM membership JOIN dialogue ON dialogue.runner_id = membership.runner_id
WHERE membership.squad_id = :squad_id AND membership.level > 0
ORDER BY membership.id;

-- name: member_at(squad_id, runner_id)^
-- A runner in a squad: id, level.
SELECT id, level FROM membership WHERE runner_id = :runner_id AND squad_id = :squad_id;

-- name: add_member(id, squad_id, runner_id, level, joined_at, body)!
INSERT INTO membership (id, squad_id, runner_id, level, joined_at, body)
VALUES (:id, :squad_id, :runner_id, :level, :joined_at, :body);

-- name: change_member(id, level, body)!
UPDATE membership SET level = :level, body = :body WHERE id = :id;

-- name: drop_member(squad_id, runner_id)!
DELETE FROM membership WHERE runner_id = :runner_id AND squad_id = :squad_id;

-- name: address_of(runner_id)^
-- Where somebody who can be reached is written to, and the dialogue that knows their language: id, chat, body.
SELECT runner.id, runner.chat, dialogue.body
FROM runner JOIN dialogue ON dialogue.runner_id = runner.id
WHERE runner.id = :runner_id AND runner.reachable = 1;

-- name: addresses_in(squad_id)
-- The same of everybody in a squad.
SELECT runner.id, runner.chat, dialogue.body
FROM membership
    JOIN runner ON runner.id = membership.runner_id
    JOIN dialogue ON dialogue.runner_id = runner.id
WHERE membership.squad_id = :squad_id AND runner.reachable = 1
ORDER BY membership.id;
