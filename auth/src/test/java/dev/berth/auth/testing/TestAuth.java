package dev.berth.auth.testing;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.http.AuthFeature;
import dev.berth.auth.http.AuthSettings;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole feature on a SQLite database of its own, with hashes that cost next to nothing.
///
/// Settings are texts by key, as a user writes them.
public final class TestAuth implements AutoCloseable {
    public static final String PASSWORD = "correct horse";

    private static final Table<Record> SIGNING_KEY = DSL.table("signing_key");
    private static final List<Record> SIGNING_KEYS = new ArrayList<>();

    private final TestDatabases databases = TestDatabases.sqlite();
    private final SettableClock clock = new SettableClock();
    private final TestRobots robots = new TestRobots(cheapHashes());
    private final TestPermissions permissions;
    private final AuthFeature feature;

    public TestAuth(Map<String, String> settings) throws InterruptedException {
        var texts = new HashMap<>(settings);
        texts.putIfAbsent("auth.admin-password", PASSWORD);
        var accounts = new Accounts(databases.database(), cheapHashes(), clock);
        permissions = new TestPermissions(accounts);
        var read = Config.of(texts, AuthSettings::from);
        feature = AuthFeature.assemble(
                read,
                databases.database(),
                cheapHashes(),
                accounts,
                robots,
                permissions,
                read.tokens()::lifetime,
                clock);
        shareSigningKey();
    }

    /// A key takes long to make, so all tests use the one of the first.
    private void shareSigningKey() throws InterruptedException {
        synchronized (SIGNING_KEYS) {
            databases.database().write(transaction -> {
                for (var row : SIGNING_KEYS) {
                    transaction
                            .sql()
                            .insertInto(SIGNING_KEY, row.fields())
                            .values(row.intoArray())
                            .execute();
                }
                return true;
            });
            feature.start();
            var _ = feature.ensureAdministrator();
            if (SIGNING_KEYS.isEmpty()) {
                SIGNING_KEYS.addAll(databases
                        .database()
                        .read(transaction ->
                                transaction.sql().selectFrom(SIGNING_KEY).fetch()));
            }
        }
    }

    public static PasswordHashes cheapHashes() {
        return new PasswordHashes(new PasswordHashes.Cost(64, 1), 2, Duration.ofSeconds(5));
    }

    public SettableClock clock() {
        return clock;
    }

    public TestDatabases databases() {
        return databases;
    }

    public AuthFeature feature() {
        return feature;
    }

    public Accounts accounts() {
        return feature.accounts();
    }

    public TestRobots robots() {
        return robots;
    }

    public TestPermissions permissions() {
        return permissions;
    }

    /// Adds an account with the password [#PASSWORD] and these rights.
    public void addAccount(String name, String... rights) throws InterruptedException {
        var _ = accounts().add(new AccountName(name), Secret.of(PASSWORD), false);
        for (var right : rights) {
            permissions.give(name, right);
        }
    }

    /// What the token service answers, as the server would ask it.
    public Response token(TestRequest request) throws IOException, InterruptedException {
        for (var route : feature.routes().routes()) {
            if (route.method() == request.method()) {
                return answer(route, request);
            }
        }
        throw new IllegalArgumentException("no route for " + request.method());
    }

    /// The text of a new access token.
    public String tokenFor(TestRequest request) throws IOException, InterruptedException {
        return Json.text(token(request), "access_token");
    }

    private <C> Response answer(Route<C> route, TestRequest request)
            throws IOException, InterruptedException {
        try {
            return route.handler().handle(route.guard().admit(request), request);
        } catch (RuntimeException refused) {
            return feature.routes().errors().render(refused, request);
        }
    }

    @Override
    public void close() {
        databases.close();
    }
}
