-- Robots: machines that log in with a secret of their own. Times are microseconds since the epoch,
-- but for expires_at.

-- project_id: of the project that a robot belongs to and does not outlive; 0 for one of the
-- installation. name: without the prefix that it is shown with, of a project's robot
-- `<project>+<name>`. duration: days, -1 for ever. expires_at: seconds since the epoch, -1 for never.
-- creator_type: `local` for an account, `robot` for a robot, with the number creator_id.
CREATE TABLE robot (
    id             BIGINT  NOT NULL PRIMARY KEY,
    project_id     BIGINT  NOT NULL,
    name           ${text} NOT NULL UNIQUE,
    description    ${text} NOT NULL,
    secret_hash    ${text} NOT NULL,
    secret_version BIGINT  NOT NULL,
    disabled       BOOLEAN NOT NULL,
    duration       BIGINT  NOT NULL,
    expires_at     BIGINT  NOT NULL,
    creator_type   ${text} NOT NULL,
    creator_id     BIGINT  NOT NULL,
    created_at     BIGINT  NOT NULL,
    updated_at     BIGINT  NOT NULL
);

CREATE INDEX robot_name ON robot (project_id, name, id);

-- What a robot has been granted in one scope. project_id: 0 on the installation, -1 in every
-- project. place: the order in which the scopes were given. rights: between blanks, as
-- `repository:pull`; `=allow` behind one that was said to be allowed, which says no more.
CREATE TABLE robot_grant (
    robot_id   BIGINT  NOT NULL,
    project_id BIGINT  NOT NULL,
    place      BIGINT  NOT NULL,
    rights     ${text} NOT NULL,
    PRIMARY KEY (robot_id, project_id)
);

CREATE INDEX robot_grant_project ON robot_grant (project_id);

-- The last number given to a robot; numbers are never given again. One row, and the lock under which
-- robots come.
CREATE TABLE robot_number (
    last_id BIGINT NOT NULL
);
INSERT INTO robot_number (last_id) VALUES (0);
