package dev.berth.auth.http;

/// The guards of `/v2`.
public record Guards(
        RepositoryGuard pull,
        RepositoryGuard push,
        RepositoryGuard delete,
        CatalogGuard catalog,
        PingGuard ping) {}
