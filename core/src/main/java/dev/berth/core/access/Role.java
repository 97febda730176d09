package dev.berth.core.access;

import java.util.Arrays;
import java.util.Optional;

/// What a member is in a project, the most powerful first.
///
/// `id` and `word` are those of Harbor's API.
public enum Role {
    PROJECT_ADMIN(1, "projectAdmin"),
    MAINTAINER(4, "maintainer"),
    DEVELOPER(2, "developer"),
    GUEST(3, "guest"),
    LIMITED_GUEST(5, "limitedGuest");

    private final long id;
    private final String word;

    Role(long id, String word) {
        this.id = id;
        this.word = word;
    }

    public long id() {
        return id;
    }

    public String word() {
        return word;
    }

    public static Optional<Role> of(long id) {
        return Arrays.stream(values()).filter(role -> role.id == id).findFirst();
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
