package dev.berth.bench.target;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a scenario may ask of a target. A target without it is left out of the scenario, in words.
public enum Ability {
    /// Manifests and blobs by name.
    READ,
    /// Ranges of a blob, several at once.
    RANGES,
    /// Uploads, mounts and manifests.
    PUSH,
    /// Manifests, tags and blobs can be deleted.
    DELETE,
    /// Tag lists and the catalog.
    LIST,
    /// The referrers API.
    REFERRERS,
    /// A token service that the challenge names.
    TOKENS,
    /// Can be killed and started again on the same data.
    RESTART,
    /// Collects garbage while it serves.
    COLLECT,
    /// Harbor's API, over a database that the bench can fill.
    ACCOUNTS,
    /// Stands before the mock of Harbor and finds the project that has an image.
    ROUTE,
    /// Answers for the images of the mock's first project.
    PROXY,
    /// Answers for the layers of the mock's first project.
    LAYERS;

    private static final Set<Ability> OF_ROUTERS = EnumSet.of(ROUTE, PROXY, LAYERS);

    /// Everything that a registry may offer.
    public static Set<Ability> all() {
        return EnumSet.complementOf(EnumSet.copyOf(OF_ROUTERS));
    }

    /// Everything that a router may offer.
    public static Set<Ability> allOfRouters() {
        return EnumSet.copyOf(OF_ROUTERS);
    }

    static Set<Ability> without(Ability... missing) {
        var abilities = EnumSet.copyOf(all());
        for (Ability ability : missing) {
            abilities.remove(ability);
        }
        return Collections.unmodifiableSet(abilities);
    }
}
