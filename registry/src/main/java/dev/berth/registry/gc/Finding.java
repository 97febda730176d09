package dev.berth.registry.gc;

import dev.berth.oci.Digest;

/// Something that `fsck` found wrong between database and store.
public sealed interface Finding {
    /// A sentence for the operator.
    String message();

    /// True if `--repair` does something about it.
    boolean repairable();

    /// The database has a blob whose file is not there.
    record BlobMissing(Digest digest) implements Finding {
        @Override
        public String message() {
            return "blob " + digest + " has no file; after repair a new push of it is accepted";
        }

        @Override
        public boolean repairable() {
            return true;
        }
    }

    /// A file is shorter or longer than the blob that was pushed.
    record SizeDiffers(Digest digest, long expected, long actual) implements Finding {
        @Override
        public String message() {
            return "blob %s has %d bytes instead of %d; repair puts the file into quarantine"
                    .formatted(digest, actual, expected);
        }

        @Override
        public boolean repairable() {
            return true;
        }
    }

    /// A file's bytes do not have the digest under which it is stored.
    record BytesDiffer(Digest digest, Digest actual) implements Finding {
        @Override
        public String message() {
            return "blob %s has the bytes of %s; repair puts the file into quarantine"
                    .formatted(digest, actual);
        }

        @Override
        public boolean repairable() {
            return true;
        }
    }

    /// The store has a file that the database does not know.
    record FileUnknown(Digest digest, long size) implements Finding {
        @Override
        public String message() {
            return "file %s of %d bytes belongs to no blob; repair hands it to the garbage collection"
                    .formatted(digest, size);
        }

        @Override
        public boolean repairable() {
            return true;
        }
    }

    /// A manifest's bytes are gone or do not have its digest.
    record ManifestBroken(String repository, Digest digest) implements Finding {
        @Override
        public String message() {
            return "manifest %s@%s is not what was pushed; delete and push it again"
                    .formatted(repository, digest);
        }

        @Override
        public boolean repairable() {
            return false;
        }
    }

    /// A manifest names a blob that its repository does not have.
    record ReferenceDangling(String repository, Digest manifest, Digest target) implements Finding {
        @Override
        public String message() {
            return "manifest %s@%s names blob %s, which the repository does not have; push it again"
                    .formatted(repository, manifest, target);
        }

        @Override
        public boolean repairable() {
            return false;
        }
    }

    /// A tag points to a manifest that its repository does not have.
    record TagDangling(String repository, String tag, Digest digest) implements Finding {
        @Override
        public String message() {
            return "tag %s:%s points to %s, which is not there; repair removes the tag"
                    .formatted(repository, tag, digest);
        }

        @Override
        public boolean repairable() {
            return true;
        }
    }
}
