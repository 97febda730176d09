-- The registry: who has what. Times are microseconds since the epoch, sizes are bytes, digests and
-- names are the texts of the specification. A row of a repository carries the repository's id; an
-- id is never used for another repository.

CREATE TABLE repository (
    id BIGINT NOT NULL PRIMARY KEY,
    name ${text} NOT NULL UNIQUE
);

-- A blob, once for all repositories.
--   ARRIVING   somebody is about to put the file there; it may or may not be there; not served
--   LIVE       the file is there
--   CONDEMNED  the sweeper is taking the file away; nobody may count on it
CREATE TABLE blob (
    digest ${text} NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    state ${text} NOT NULL CHECK (state IN ('ARRIVING', 'LIVE', 'CONDEMNED')),
    since BIGINT NOT NULL
);

CREATE INDEX blob_unsettled ON blob (since) WHERE state <> 'LIVE';

-- The membership of a blob in a repository. It ends no earlier than its lease.
CREATE TABLE repository_blob (
    repository_id BIGINT NOT NULL,
    digest ${text} NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (repository_id, digest)
);

CREATE INDEX repository_blob_digest ON repository_blob (digest, repository_id);

-- Memberships that nothing may need any more; what is due is looked at again.
CREATE TABLE garbage (
    repository_id BIGINT NOT NULL,
    digest ${text} NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (repository_id, digest)
);

CREATE INDEX garbage_due ON garbage (due_at);

-- The exact bytes of a manifest, once for all repositories.
CREATE TABLE manifest_content (
    digest ${text} NOT NULL PRIMARY KEY,
    bytes ${bytes} NOT NULL
);

-- A manifest in a repository, with what a list of referrers says about it: annotations are a JSON
-- object or NULL, descriptor_size is the size of its entry in such a list.
CREATE TABLE manifest (
    repository_id BIGINT NOT NULL,
    digest ${text} NOT NULL,
    media_type ${text} NOT NULL,
    size BIGINT NOT NULL,
    artifact_type ${text},
    subject ${text},
    annotations ${text},
    descriptor_size BIGINT NOT NULL,
    pushed_at BIGINT NOT NULL,
    PRIMARY KEY (repository_id, digest)
);

CREATE INDEX manifest_digest ON manifest (digest);
CREATE INDEX manifest_subject ON manifest (repository_id, subject, digest)
    WHERE subject IS NOT NULL;
CREATE INDEX manifest_subject_type ON manifest (repository_id, subject, artifact_type, digest)
    WHERE subject IS NOT NULL;

-- What a manifest names, and where that is to be looked for. The subject is not among it.
CREATE TABLE manifest_reference (
    repository_id BIGINT NOT NULL,
    manifest_digest ${text} NOT NULL,
    target_digest ${text} NOT NULL,
    kind ${text} NOT NULL CHECK (kind IN ('BLOB', 'MANIFEST', 'EITHER')),
    PRIMARY KEY (repository_id, manifest_digest, target_digest)
);

CREATE INDEX manifest_reference_target ON manifest_reference (repository_id, target_digest);

-- A tag and the digest under which it was pushed.
CREATE TABLE tag (
    repository_id BIGINT NOT NULL,
    name ${text} NOT NULL,
    digest ${text} NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (repository_id, name)
);

CREATE INDEX tag_digest ON tag (repository_id, digest, name);

-- An upload session; its bytes are staged in the store under the same id. The repository is named,
-- not referred to: an upload that comes to nothing must not leave one.
CREATE TABLE upload (
    id ${text} NOT NULL PRIMARY KEY,
    repository ${text} NOT NULL,
    algorithm ${text} NOT NULL,
    opened_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL
);

CREATE INDEX upload_touched ON upload (touched_at);
