-- What is to come no longer says what it is: that stands in the sealed dialogue, and only the next row of each runner is kept.
DELETE FROM due
WHERE kind IN ('check_in', 'reminder', 'last_word', 'seen') AND EXISTS (
    SELECT 1 FROM due AS other
    WHERE other.runner_id = due.runner_id AND other.kind IN ('check_in', 'reminder', 'last_word', 'seen')
        AND (other.at, other.id) < (due.at, due.id)
);
UPDATE due SET kind = 'planned' WHERE kind IN ('check_in', 'reminder', 'last_word', 'seen');
