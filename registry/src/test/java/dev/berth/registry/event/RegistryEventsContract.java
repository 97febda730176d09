package dev.berth.registry.event;

import static dev.berth.registry.testing.TestRegistry.CALLER;
import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.auth.Principal;
import dev.berth.jobs.event.Outbox;
import dev.berth.oci.Reference;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.database.testing.WatchedDatabase;
import dev.berth.registry.content.Owners;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.pull.Pulls;
import dev.berth.registry.testing.TestRegistry;

import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.List;

/// Which events there are after what.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class RegistryEventsContract {
    private static final String APP = "team/app";
    private static final String PULLED = "{\"repository\":\"team/app\",\"digest\":\"%s\","
            + "\"tag\":\"%s\",\"times\":%d,\"owner\":0}";

    private final TestDatabases databases;
    private final TestRegistry registry;
    private final Content image = new Images(1).image(1).manifest();

    RegistryEventsContract(TestDatabases databases) {
        this.databases = databases;
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_push_is_one_event_and_one_that_changes_nothing_is_none() throws Exception {
        push("v1");
        push("v1");
        push("v2");

        assertThat(events("artifact-pushed"))
                .containsExactly(
                        "pusher {\"repository\":\"team/app\",\"digest\":\"%s\",\"tags\":[\"v1\"],\"owner\":0}"
                                .formatted(image.digest()),
                        "pusher {\"repository\":\"team/app\",\"digest\":\"%s\",\"tags\":[\"v2\"],\"owner\":0}"
                                .formatted(image.digest()));
    }

    @Test
    void a_tag_and_a_manifest_that_go_are_events_and_what_was_not_there_is_none() throws Exception {
        push("v1");

        registry.delete(APP, "v1");
        registry.delete(APP, image.digest().toString());
        var _ = refusal(() -> registry.delete(APP, "v1"));

        assertThat(events("tag-deleted"))
                .containsExactly("pusher {\"repository\":\"team/app\",\"tag\":\"v1\",\"owner\":0}");
        assertThat(events("artifact-deleted"))
                .containsExactly(
                        "pusher {\"repository\":\"team/app\",\"digest\":\"%s\",\"owner\":0}"
                                .formatted(image.digest()));
    }

    @Test
    void equal_pulls_become_one_event_that_says_how_many() throws Exception {
        push("v1");
        for (int i = 0; i < 3; i++) {
            pull(CALLER, "v1");
        }
        pull(new Principal.Anonymous(), image.digest().toString());
        assertThat(events("artifact-pulled")).isEmpty();

        registry.steps().pulls().flush();
        registry.steps().pulls().flush();

        assertThat(events("artifact-pulled"))
                .containsExactlyInAnyOrder(
                        "pusher " + PULLED.formatted(image.digest(), "v1", 3),
                        " " + PULLED.formatted(image.digest(), "", 1));
    }

    @Test
    void what_cannot_be_written_is_not_forgotten() throws Exception {
        push("v1");
        databases
                .database()
                .write(transaction -> transaction
                        .sql()
                        .alterTable("event_inbox")
                        .renameTo("away")
                        .execute());
        pull(CALLER, "v1");
        assertThatThrownBy(() -> registry.steps().pulls().flush()).isNotNull();
        pull(CALLER, "v1");
        databases
                .database()
                .write(transaction -> transaction
                        .sql()
                        .alterTable("away")
                        .renameTo("event_inbox")
                        .execute());

        registry.steps().pulls().flush();

        assertThat(events("artifact-pulled"))
                .containsExactly("pusher " + PULLED.formatted(image.digest(), "v1", 2));
    }

    /// A connection that is lost during the commit: nobody knows whether it happened.
    @Test
    void what_may_have_been_written_is_told_again_rather_than_not_at_all() throws Exception {
        push("v1");
        var pulls = new Pulls(
                WatchedDatabase.losingAnswers(databases.database(), 1),
                new Repositories(databases.database(), 10, Owners.NONE),
                new Outbox(Clock.systemUTC()));
        var reference = Reference.parse("v1");
        var manifest = registry.steps().pullManifest().require(name(APP), reference);
        pulls.count(CALLER, name(APP), reference, manifest);
        pulls.count(CALLER, name(APP), reference, manifest);

        assertThatThrownBy(pulls::flush).isInstanceOf(DatabaseUnavailableException.class);
        pulls.flush();
        pulls.flush();

        var event = "pusher " + PULLED.formatted(image.digest(), "v1", 2);
        assertThat(events("artifact-pulled")).containsExactly(event, event);
    }

    @Test
    void pulls_beyond_the_bound_are_counted_and_nothing_more() throws Exception {
        push("v1");
        var pulls = new Pulls(
                databases.database(),
                new Repositories(databases.database(), 10, Owners.NONE),
                new Outbox(Clock.systemUTC()));
        var reference = Reference.parse("v1");
        var manifest = registry.steps().pullManifest().require(name(APP), reference);
        for (int i = 0; i < 10_001; i++) {
            pulls.count(new Principal.Account(i, "user" + i), name(APP), reference, manifest);
        }
        pulls.count(new Principal.Account(0, "user0"), name(APP), reference, manifest);

        assertThat(pulls.uncounted()).isEqualTo(1);
        pulls.flush();

        assertThat(events("artifact-pulled")).hasSize(10_000);
    }

    private void push(String tag) throws Exception {
        registry.push(APP, tag, new Images(1).image(1));
    }

    private void pull(Principal by, String reference) throws Exception {
        var parsed = Reference.parse(reference);
        registry.steps()
                .pulls()
                .count(
                        by,
                        name(APP),
                        parsed,
                        registry.steps().pullManifest().require(name(APP), parsed));
    }

    /// Each as its actor and what it says.
    private List<String> events(String type) {
        return databases
                .database()
                .read(transaction -> transaction
                        .sql()
                        .select(DSL.field("actor", String.class), DSL.field("what", String.class))
                        .from("event_inbox")
                        .where(DSL.field("type", String.class).eq(type))
                        .orderBy(DSL.field("id"))
                        .fetch(row -> row.value1() + " " + row.value2()));
    }
}
