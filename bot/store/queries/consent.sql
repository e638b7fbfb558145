-- name: add_consents(id, runner_id, text_version, locale, at)*!
INSERT INTO consent (id, runner_id, text_version, locale, at) VALUES (:id, :runner_id, :text_version, :locale, :at);

-- name: consents_of(runner_id)
-- What a runner agreed to and when, oldest first: text_version, locale, at.
SELECT text_version, locale, at FROM consent WHERE runner_id = :runner_id ORDER BY at, id;
