-- What happened, in the transaction that made it so. Times are microseconds since the epoch; what:
-- a JSON object; actor: who did it.

-- As they arrive. Ids are given before the commit, so their order is not that of commits.
CREATE TABLE event_inbox (
    id    INTEGER PRIMARY KEY,
    at    BIGINT  NOT NULL,
    actor ${text} NOT NULL,
    type  ${text} NOT NULL,
    what  ${text} NOT NULL
);

-- In the one order in which all listeners hear them.
CREATE TABLE event (
    position BIGINT  NOT NULL PRIMARY KEY,
    at       BIGINT  NOT NULL,
    actor    ${text} NOT NULL,
    type     ${text} NOT NULL,
    what     ${text} NOT NULL
);

CREATE INDEX event_at ON event (at);

-- The last position that was given: one row. It is also the lock under which they are given.
CREATE TABLE event_number (
    last BIGINT NOT NULL
);
INSERT INTO event_number (last) VALUES (0);

-- Up to where each listener has heard. claimed_until: a process is telling it, until then.
CREATE TABLE event_cursor (
    listener      ${text} NOT NULL PRIMARY KEY,
    position      BIGINT  NOT NULL,
    claimed_until BIGINT  NOT NULL
);
