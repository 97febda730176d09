package dev.berth.router.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.auth.KeyedHash;
import dev.berth.auth.KeyedHash.Fingerprint;
import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.auth.http.Authorization;
import dev.berth.auth.password.HtpasswdFile;

import java.io.IOException;
import java.time.Duration;

/// Lets the accounts of an htpasswd file read every project.
///
/// A password is hashed slowly once, and known again for [#REMEMBERED] or until the file changes.
final class AccountCallers implements Callers.ByCredential {
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int REMEMBERED_MAX = 10_000;

    private final HtpasswdFile accounts;
    private final KnownProjects projects;
    private final KeyedHash hash = KeyedHash.random();
    private final Cache<Fingerprint, Boolean> right = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterWrite(REMEMBERED)
            .build();

    AccountCallers(HtpasswdFile accounts, KnownProjects projects) {
        this.accounts = accounts;
        this.projects = projects;
    }

    @Override
    public Access admit(Authorization authorization) throws IOException, InterruptedException {
        return switch (authorization) {
            case Authorization.None _ -> throw Callers.loginNeeded();
            case Authorization.Bearer _, Authorization.Unusable _ ->
                throw Callers.wrongCredentials();
            case Authorization.Basic basic -> admit(basic);
        };
    }

    private Access admit(Authorization.Basic basic) throws IOException, InterruptedException {
        var entry = accounts.find(basic.name());
        var name = hash.of(basic.name(), basic.password().reveal(), entry.orElse(""));
        if (right.getIfPresent(name) == null) {
            switch (accounts.check(basic.password(), entry)) {
                case RIGHT -> right.put(name, true);
                case WRONG -> throw Callers.wrongCredentials();
                case BUSY -> throw new AuthException(new AuthRefusal.Busy(RETRY_AFTER));
            }
        }
        return new Access(basic.name(), projects.all());
    }
}
