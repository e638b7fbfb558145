-- name: squads_coached(runner_id)
-- The squads a runner coaches: id, body, figures, has_group.
SELECT squad.id, squad.body, squad.figures, group_chat.chat IS NOT NULL AS has_group
FROM coach
    JOIN squad ON squad.id = coach.squad_id
    LEFT JOIN group_chat ON group_chat.squad_id = squad.id
WHERE coach.runner_id = :runner_id
ORDER BY squad.id;

-- name: squads_joined(runner_id)
-- The squads a runner is in: id, body, figures, and of the membership its id, level, joined_at and body.
SELECT squad.id, squad.body, squad.figures,
    membership.id AS membership_id, membership.level, membership.joined_at, membership.body AS membership_body
FROM membership JOIN squad ON squad.id = membership.squad_id
WHERE membership.runner_id = :runner_id
ORDER BY squad.id;

-- name: squad_by_id(id)^
-- A squad: id, body, figures.
SELECT id, body, figures FROM squad WHERE id = :id;

-- name: coaches_of(squad_id)
-- The coaches of a squad, longest first: id, runner_id, body.
SELECT id, runner_id, body FROM coach WHERE squad_id = :squad_id ORDER BY since, id;

-- name: coach_at(squad_id, runner_id)^
-- The row of a runner who coaches this squad: id, body.
SELECT id, body FROM coach WHERE runner_id = :runner_id AND squad_id = :squad_id;

-- name: add_squad(id, created_at, body, figures)!
INSERT INTO squad (id, created_at, body, figures) VALUES (:id, :created_at, :body, :figures);

-- name: change_squad(id, body)!
UPDATE squad SET body = :body WHERE id = :id;

-- name: keep_figures(id, figures)!
UPDATE squad SET figures = :figures WHERE id = :id;

-- name: drop_squad(id)!
-- Coaches, members, links and looks go along; a group chat is linked with nothing then.
DELETE FROM squad WHERE id = :id;

-- name: add_coach(id, squad_id, runner_id, since, body)!
INSERT INTO coach (id, squad_id, runner_id, since, body) VALUES (:id, :squad_id, :runner_id, :since, :body);

-- name: drop_coach(squad_id, runner_id)!
DELETE FROM coach WHERE runner_id = :runner_id AND squad_id = :squad_id;

-- name: add_look(id, squad_id, coach_id, runner_id, at, since, body)!
-- Looking again soon is the same look.
INSERT INTO look (id, squad_id, coach_id, runner_id, at, body)
SELECT :id, coach.squad_id, coach.runner_id, :runner_id, :at, :body
FROM coach
WHERE coach.runner_id = :coach_id AND coach.squad_id = :squad_id AND NOT EXISTS (
    SELECT 1 FROM look
    WHERE look.squad_id = :squad_id AND look.at > :since AND look.coach_id = :coach_id
        AND coalesce(look.runner_id, 0) = coalesce(:runner_id, 0)
);

-- name: looks_at(squad_id, runner_id, since, most)
-- The newest looks since then at the summary of a squad or at this runner in it: id, at, body.
SELECT id, at, body FROM look
WHERE squad_id = :squad_id AND at >= :since AND (runner_id IS NULL OR runner_id = :runner_id)
ORDER BY at DESC, id DESC
LIMIT :most;
