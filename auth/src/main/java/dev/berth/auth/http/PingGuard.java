package dev.berth.auth.http;

import dev.berth.auth.Principal;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

/// Lets in whoever shows right credentials, so that `/v2/` tells clients how to log in.
///
/// - A token for nobody is right: that is how anonymous clients go on.
/// - With `auth.anonymous-ping` nothing need be shown. Older Docker engines then never send a
///   password again, so it is for registries without accounts.
public final class PingGuard implements Guard<Principal> {
    private final Door door;
    private final boolean anonymous;

    PingGuard(Door door, boolean anonymous) {
        this.door = door;
        this.anonymous = anonymous;
    }

    @Override
    public String permission() {
        return anonymous ? "anyone" : "login";
    }

    @Override
    public Principal admit(Request request) throws InterruptedException {
        var credentials = anonymous ? door.openToAll(request) : door.openToKnown(request);
        return credentials.principal();
    }
}
