-- A training group. Its name, zone and hours are sealed, and so is what its coaches were told when (figures).
CREATE TABLE squad (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    body BLOB NOT NULL,
    figures BLOB NOT NULL
);

-- Who coaches it, under which name.
CREATE TABLE coach (
    id INTEGER PRIMARY KEY,
    squad_id INTEGER NOT NULL REFERENCES squad (id) ON DELETE CASCADE,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (runner_id, squad_id)
);
CREATE INDEX coach_squad ON coach (squad_id);

-- Who is in it, under which name; level says how much is shown to its coaches, 0 nothing.
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    squad_id INTEGER NOT NULL REFERENCES squad (id) ON DELETE CASCADE,
    runner_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    joined_at TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (runner_id, squad_id)
);
CREATE INDEX membership_squad ON membership (squad_id, level);

-- An invitation: only a hash of its token is kept, and it goes along with the coach who made it.
CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    coach_id INTEGER NOT NULL REFERENCES coach (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    uses INTEGER NOT NULL,
    made_for INTEGER NOT NULL,
    until TEXT NOT NULL
);
CREATE INDEX link_coach ON link (coach_id);
CREATE INDEX link_until ON link (until);

-- A coach looked at the summary, or at one runner of it; the name they had then is sealed.
CREATE TABLE look (
    id INTEGER PRIMARY KEY,
    squad_id INTEGER NOT NULL REFERENCES squad (id) ON DELETE CASCADE,
    coach_id INTEGER NOT NULL REFERENCES runner (id) ON DELETE CASCADE,
    runner_id INTEGER REFERENCES runner (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX look_squad ON look (squad_id, at);
CREATE INDEX look_coach ON look (coach_id);
CREATE INDEX look_runner ON look (runner_id);
CREATE INDEX look_at ON look (at);

-- Tokens that did not work, by a keyed hash of the sender's chat and hour: who erases themself has no more guesses.
CREATE TABLE wrong_token (
    chat_hash TEXT NOT NULL,
    hour TEXT NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (chat_hash, hour)
);
CREATE INDEX wrong_token_hour ON wrong_token (hour);

-- A group chat the bot is in, and the squad whose weekly figures it gets there; without one the bot soon leaves.
-- lines: how many more times somebody is told there why it could not be linked.
CREATE TABLE group_chat (
    chat TEXT PRIMARY KEY,
    squad_id INTEGER UNIQUE REFERENCES squad (id) ON DELETE SET NULL,
    thread INTEGER,
    lines INTEGER NOT NULL,
    next_at TEXT NOT NULL
);
CREATE INDEX group_chat_next ON group_chat (next_at);
