-- How many robots a project has, 0 for the installation; none where it never had one.
CREATE TABLE robot_total (
    project_id BIGINT NOT NULL PRIMARY KEY,
    total      BIGINT NOT NULL
);
INSERT INTO robot_total (project_id, total) SELECT project_id, count(*) FROM robot GROUP BY project_id;
