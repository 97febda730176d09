package dev.berth.auth.http;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

/// Lets in who may see the names of all repositories.
public final class CatalogGuard implements Guard<Principal> {
    private static final Permission LIST = new Permission(Resource.CATALOG, Action.ALL);

    private final Door door;

    CatalogGuard(Door door) {
        this.door = door;
    }

    @Override
    public String permission() {
        return "catalog";
    }

    @Override
    public Principal admit(Request request) throws InterruptedException {
        return door.open(request, LIST, LIST.toString()).principal();
    }
}
