package dev.berth.router.http;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Request;
import dev.berth.router.auth.Access;
import dev.berth.router.resolve.Candidates;
import dev.berth.router.resolve.RouteRule;

import java.util.List;

/// An image, and the projects that this caller may have it from.
///
/// `?ns=` names the registry that a client means, as containerd does: projects that are known to
/// mirror another one are left out.
record ImageRequest(RepositoryName image, Candidates candidates) {
    static ImageRequest of(Access access, Request request, List<RouteRule> rules) {
        var image = RepositoryName.parse(request.parameter("name"));
        var roomy = access.candidates().narrowed(project -> project.hasRoomFor(image));
        var ruled = RouteRule.narrow(access.among(roomy, image), rules, image);
        var candidates = request.query()
                .first("ns")
                .map(host -> ruled.narrowed(project -> project.mayMirror(host)))
                .orElse(ruled);
        return new ImageRequest(image, candidates);
    }
}
