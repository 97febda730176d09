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
    COLLECT;

    public static Set<Ability> all() {
        return EnumSet.allOf(Ability.class);
    }

    static Set<Ability> without(Ability... missing) {
        var abilities = EnumSet.allOf(Ability.class);
        for (Ability ability : missing) {
            abilities.remove(ability);
        }
        return Collections.unmodifiableSet(abilities);
    }
}
