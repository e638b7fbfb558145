-- name: dialogue_at(chat)^
-- The dialogue of a chat, nothing for somebody new: runner_id, body, asked_at, offered_again, and whether the runner
-- coaches a squad or is in one.
SELECT dialogue.runner_id, dialogue.body, dialogue.asked_at, dialogue.offered_again,
    EXISTS (SELECT 1 FROM coach WHERE coach.runner_id = runner.id)
        OR EXISTS (SELECT 1 FROM membership WHERE membership.runner_id = runner.id) AS in_squads
FROM runner JOIN dialogue ON dialogue.runner_id = runner.id
WHERE runner.chat = :chat;

-- name: keep_dialogues(runner_id, turn, asked_at, offered_again, body)*!
INSERT INTO dialogue (runner_id, turn, asked_at, offered_again, body)
VALUES (:runner_id, :turn, :asked_at, :offered_again, :body)
ON CONFLICT (runner_id) DO UPDATE SET
    turn = excluded.turn, asked_at = excluded.asked_at, offered_again = excluded.offered_again, body = excluded.body;

-- name: open_questions(after_at, after_id, page)
-- A page of runners whose question, asked since then, is still open, was not yet offered again and is not still
-- waiting to be sent: runner_id, asked_at, zone.
SELECT dialogue.runner_id, dialogue.asked_at, runner.zone
FROM dialogue JOIN runner ON runner.id = dialogue.runner_id
WHERE dialogue.asked_at IS NOT NULL AND dialogue.offered_again = 0 AND runner.reachable = 1
    AND (dialogue.asked_at > :after_at OR (dialogue.asked_at = :after_at AND dialogue.runner_id > :after_id))
    AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE outbox.runner_id = dialogue.runner_id AND outbox.kind = 'card' AND outbox.state = 'pending'
    )
ORDER BY dialogue.asked_at, dialogue.runner_id
LIMIT :page;
