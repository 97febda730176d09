package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.router.project.Project;

/// Something that a project may have.
sealed interface Question {
    RepositoryName image();

    /// How it is asked for without its body.
    Method method();

    /// The path at Harbor, below the repository.
    String path();

    Headers fields();

    /// Whether an answer of this type will do.
    boolean takes(String contentType);

    /// Whether it has a name that others could give as well; what a digest names is the same
    /// wherever it is.
    boolean isByName();

    /// The address at Harbor; every part of it has a grammar, and none needs encoding.
    default String target(Project project) {
        return "/v2/" + project.repository(image()) + path();
    }

    record OfManifest(RepositoryName image, Reference reference, Accept accept)
            implements Question {
        @Override
        public Method method() {
            return Method.HEAD;
        }

        @Override
        public String path() {
            return "/manifests/" + reference;
        }

        @Override
        public Headers fields() {
            return Headers.of("Accept", accept.text());
        }

        @Override
        public boolean takes(String contentType) {
            return accept.takes(contentType);
        }

        @Override
        public boolean isByName() {
            return !(reference instanceof Reference.Digested);
        }
    }

    record OfBlob(RepositoryName image, Digest digest) implements Question {
        @Override
        public Method method() {
            return Method.HEAD;
        }

        @Override
        public String path() {
            return "/blobs/" + digest;
        }

        @Override
        public Headers fields() {
            return Headers.NONE;
        }

        @Override
        public boolean takes(String contentType) {
            return true;
        }

        @Override
        public boolean isByName() {
            return false;
        }
    }

    /// The list of tags, which some registries do not answer HEAD for.
    record OfTags(RepositoryName image) implements Question {
        @Override
        public Method method() {
            return Method.GET;
        }

        @Override
        public String path() {
            return "/tags/list?n=1";
        }

        @Override
        public Headers fields() {
            return Headers.NONE;
        }

        @Override
        public boolean takes(String contentType) {
            return true;
        }

        @Override
        public boolean isByName() {
            return true;
        }
    }
}
