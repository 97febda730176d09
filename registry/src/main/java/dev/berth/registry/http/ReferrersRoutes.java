package dev.berth.registry.http;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaType;
import dev.berth.oci.ReferrersIndex;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.pull.Page;
import dev.berth.registry.pull.Referrers;

import java.io.IOException;

/// What refers to a manifest: `end-12a`, `end-12b`.
///
/// An unknown repository or subject has no referrers, which is an answer, not an error.
final class ReferrersRoutes {
    private final Referrers referrers;
    private final long pageBytesMax;

    /// @param pageBytesMax how many bytes the descriptors of one page may have
    ReferrersRoutes(Referrers referrers, long pageBytesMax) {
        this.referrers = referrers;
        this.pageBytesMax = pageBytesMax;
    }

    Response list(RepositoryName repository, Request request) throws IOException {
        request.makeRoom(pageBytesMax);
        var subject = Digest.parse(request.parameter("digest"));
        var pageRequest = PageQuery.of(request);
        var artifactType = request.query().first("artifactType");
        if (artifactType.isEmpty()) {
            return response(request, referrers.page(repository, subject, pageRequest));
        }
        return response(
                        request,
                        referrers.page(repository, subject, artifactType.get(), pageRequest))
                .with("OCI-Filters-Applied", "artifactType");
    }

    private static Response response(Request request, Page<Descriptor> page) {
        var response = Response.of(200, "Content-Type", MediaType.OCI_INDEX.value())
                .withBody(new Body.Bytes(ReferrersIndex.render(page.entries())));
        return Links.withNext(response, request, page);
    }
}
