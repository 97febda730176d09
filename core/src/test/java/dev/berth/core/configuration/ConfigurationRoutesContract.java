package dev.berth.core.configuration;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.core.ApiSettings;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.config.Config;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// What administrators set through the API, and what comes of it, on each database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class ConfigurationRoutesContract {
    private static final String API = "/api/v2.0";
    private static final String CONFIGURATIONS = API + "/configurations";
    private static final String INTERNAL = API + "/internalconfig";

    private final TestCore core;

    ConfigurationRoutesContract(TestCore core) {
        this.core = core;
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void what_nobody_has_set_has_harbors_default() throws Exception {
        assertThat(configurations())
                .contains(
                        "\"auth_mode\":{\"value\":\"db_auth\",\"editable\":true}",
                        "\"robot_name_prefix\":{\"value\":\"robot$\",\"editable\":true}",
                        "\"session_timeout\":{\"value\":60,\"editable\":true}",
                        "\"token_expiration\":{\"value\":30,\"editable\":true}",
                        "\"read_only\":{\"value\":false,\"editable\":true}",
                        "\"storage_per_project\":{\"value\":-1,\"editable\":true}",
                        "\"scan_all_policy\":{\"type\":\"none\"}");
    }

    @Test
    void what_is_set_stays_and_the_rest_too() throws Exception {
        assertThat(put("{\"ldap_scope\":1,\"oidc_name\":\"work\",\"banner_message\":null}"))
                .isEqualTo(200);

        assertThat(configurations())
                .contains(
                        "\"ldap_scope\":{\"value\":1,",
                        "\"oidc_name\":{\"value\":\"work\",",
                        "\"banner_message\":{\"value\":\"\",",
                        "\"ldap_timeout\":{\"value\":5,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auth_mode\":\"magic\"}",
                "{\"project_creation_restriction\":\"nobody\"}",
                "{\"read_only\":\"true\"}",
                "{\"token_expiration\":0}",
                "{\"token_expiration\":10000000000}",
                "{\"session_timeout\":1.5}",
                "{\"session_timeout\":\"60\"}",
                "{\"storage_per_project\":0}",
                "{\"storage_per_project\":-2}",
                "{\"ldap_scope\":3}",
                "{\"robot_name_prefix\":\"\"}",
                "{\"ldap_url\":\"\"}",
                "{\"ldap_url\":\"a\\u0000\"}",
                "{\"banner_message\":\"\\u0000\"}",
                "{\"oidc_client_secret\":\"\\u0000\"}",
                "{\"oidc_extra_redirect_parms\":\"[]\"}",
                "{\"oidc_extra_redirect_parms\":\"{\\\"a\\\":1}\"}",
                "{\"banner_message\":{}}",
                "[]"
            })
    void what_cannot_be_is_refused_and_nothing_of_it_is_set(String body) throws Exception {
        var before = configurations();
        var mixed = body.replaceFirst("\\{", "{\"oidc_name\":\"half\",");

        assertThat(put(body)).isEqualTo(400);
        assertThat(put(mixed)).isEqualTo(400);
        assertThat(configurations()).isEqualTo(before);
    }

    @Test
    void a_number_may_be_written_in_scientific_notation() throws Exception {
        assertThat(put("{\"session_timeout\":1.2e2}")).isEqualTo(200);

        assertThat(configurations()).contains("\"session_timeout\":{\"value\":120,");
    }

    @Test
    void unknown_and_internal_items_are_not_looked_at() throws Exception {
        assertThat(put("{\"nothing\":1,\"pull_audit_log_disable\":true}")).isEqualTo(200);

        assertThat(core.configurations().value(Items.PULL_AUDIT_LOG_DISABLE)).isFalse();
        assertThat(configurations()).doesNotContain("nothing", "pull_audit_log_disable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldap_search_password", "oidc_client_secret", "uaa_client_secret"})
    void a_secret_is_in_no_answer_and_not_in_the_database(String item) throws Exception {
        assertThat(put("{\"%s\":\"canary-7d1\"}".formatted(item))).isEqualTo(200);

        assertThat(configurations()).doesNotContain("canary-7d1", item);
        assertThat(core.configurations().current().toString()).doesNotContain("canary-7d1");
        assertThat(core.storedText("configuration", "value"))
                .hasSize(1)
                .noneMatch(text -> text.contains("canary-7d1"));
    }

    @Test
    void the_way_of_logging_in_is_fixed_once_there_are_users() throws Exception {
        assertThat(put("{\"auth_mode\":\"ldap_auth\"}")).isEqualTo(200);
        var _ = core.addUser("anna");

        assertThat(put("{\"auth_mode\":\"db_auth\"}")).isEqualTo(400);
        assertThat(put("{\"auth_mode\":\"ldap_auth\"}")).isEqualTo(200);
        assertThat(configurations())
                .contains("\"auth_mode\":{\"value\":\"ldap_auth\",\"editable\":false}");
    }

    @Test
    void what_others_change_meanwhile_is_checked_too() throws Exception {
        var seen = new ArrayList<String>();

        core.configurations()
                .update("boss", change(Items.BANNER_MESSAGE, "mine"), (before, after) -> {
                    seen.add(before.value(Items.ROBOT_NAME_PREFIX) + " "
                            + after.value(Items.BANNER_MESSAGE));
                    if (seen.size() == 1) {
                        setMeanwhile("work$");
                    }
                });

        assertThat(seen).containsExactly("robot$ mine", "work$ mine");
        assertThat(configurations())
                .contains(
                        "\"robot_name_prefix\":{\"value\":\"work$\",",
                        "\"banner_message\":{\"value\":\"mine\",");
    }

    @Test
    void who_is_overtaken_all_the_time_is_told_so_and_sets_nothing() throws Exception {
        var turn = new AtomicInteger();

        assertThatThrownBy(() -> core.configurations()
                        .update(
                                "boss",
                                change(Items.BANNER_MESSAGE, "mine"),
                                (_, _) -> setMeanwhile("work" + turn.incrementAndGet())))
                .isInstanceOf(HarborException.class)
                .hasMessageContaining("try again");

        assertThat(configurations()).contains("\"banner_message\":{\"value\":\"\",");
    }

    @Test
    void of_several_who_may_only_be_the_first_one_is_it() throws Exception {
        var all = Collections.<Callable<Boolean>>nCopies(6, this::isFirst);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int first = 0;
            for (var each : threads.invokeAll(all)) {
                first += each.get() ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        }
    }

    private boolean isFirst() {
        try {
            core.configurations()
                    .update("boss", change(Items.BANNER_MESSAGE, "mine"), (before, _) -> {
                        if (!before.value(Items.BANNER_MESSAGE).isEmpty()) {
                            throw new HarborException(ErrorCode.BAD_REQUEST, "late");
                        }
                    });
            return true;
        } catch (HarborException late) {
            assertThat(late).hasMessage("late");
            return false;
        }
    }

    private void setMeanwhile(String prefix) {
        core.configurations()
                .update("other", change(Items.ROBOT_NAME_PREFIX, prefix), (_, _) -> {});
    }

    private static SequencedMap<Item<?>, String> change(Item<String> item, String text) {
        var changes = new LinkedHashMap<Item<?>, String>();
        changes.put(item, text);
        return changes;
    }

    @Test
    void users_and_strangers_neither_see_nor_set_it() throws Exception {
        var _ = core.addUser("anna");

        for (var path : new String[] {CONFIGURATIONS, INTERNAL}) {
            assertThat(core.send(GET, path, "").statusCode()).isEqualTo(401);
        }
        assertThat(core.get(CONFIGURATIONS, basic("anna")).statusCode()).isEqualTo(403);
        assertThat(core.send(PUT, CONFIGURATIONS, basic("anna"), "{\"read_only\":true}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(core.get(INTERNAL, ADMIN).statusCode()).isEqualTo(401);
    }

    @Test
    void another_program_reads_it_with_the_internal_secret() throws Exception {
        var api = settings(Map.of("api.internal-secret", "between us"));
        try (var installation = TestCore.sqlite(api)) {
            var answer = installation.get(INTERNAL, "Harbor-Secret between us");

            assertThat(answer.body())
                    .contains("\"pull_audit_log_disable\":{\"value\":false,\"editable\":false}")
                    .doesNotContain("ldap_search_password", "client_secret");
            for (var wrong : new String[] {"Harbor-Secret ", "Harbor-Secret x", "between us"}) {
                assertThat(installation.get(INTERNAL, wrong).statusCode()).isEqualTo(401);
            }
        }
    }

    @Test
    void without_an_internal_secret_no_text_is_the_right_one() throws Exception {
        assertThat(core.get(INTERNAL, "Harbor-Secret ").statusCode()).isEqualTo(401);
    }

    @Test
    void what_the_environment_sets_only_the_environment_changes() throws Exception {
        var api = settings(Map.of(
                "api.configuration-overwrite",
                "{\"session_timeout\":1e2,\"self_registration\":\"true\","
                        + "\"pull_audit_log_disable\":true,\"of_a_later_harbor\":1}"));
        try (var installation = TestCore.sqlite(api)) {
            assertThat(installation.get(CONFIGURATIONS, ADMIN).body())
                    .contains("\"session_timeout\":{\"value\":100,\"editable\":false}")
                    .contains("\"self_registration\":{\"value\":true,\"editable\":false}")
                    .doesNotContain("\"editable\":true");
            assertThat(installation.configurations().value(Items.PULL_AUDIT_LOG_DISABLE))
                    .isTrue();
            assertThat(installation
                            .send(PUT, CONFIGURATIONS, ADMIN, "{\"session_timeout\":5}")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void what_the_environment_has_set_already_is_not_set_again() throws Exception {
        var api = settings(Map.of(
                "api.configuration-overwrite",
                "{\"session_timeout\":100,\"ldap_search_password\":\"canary-7d1\"}"));
        try (var installation = TestCore.sqlite(api)) {
            var values = installation.storedText("configuration", "value");
            var events = installation.storedText("event_inbox", "type");
            assertThat(values).hasSize(2);
            assertThat(events).containsOnlyOnce("configuration-changed");

            installation.feature().start();

            assertThat(installation.storedText("configuration", "value"))
                    .containsExactlyInAnyOrderElementsOf(values);
            assertThat(installation.storedText("event_inbox", "type"))
                    .containsExactlyInAnyOrderElementsOf(events);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"read_only\":\"perhaps\"} ; read_only",
                "{\"read_only\": ; write a JSON object",
                "[] ; write a JSON object"
            })
    void an_environment_that_sets_what_cannot_be_stops_the_start(String json, String told) {
        assertThat(mistakes(Map.of("api.configuration-overwrite", json))).contains(told);
    }

    @Test
    void in_read_only_mode_nothing_changes_but_the_mode() throws Exception {
        var anna = core.addUser("anna");
        assertThat(put("{\"read_only\":true}")).isEqualTo(200);

        var refused = core.send(DELETE, API + "/users/" + anna.id(), "", "Authorization", ADMIN);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .isEqualTo("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"The system is in read"
                        + " only mode. Any modification is prohibited.\"}]}\n");
        assertThat(core.send(POST, API + "/users", ADMIN, "{}").statusCode()).isEqualTo(403);
        assertThat(core.get(API + "/users", ADMIN).statusCode()).isEqualTo(200);
        assertThat(core.get(API + "/systeminfo", ADMIN).body()).contains("\"read_only\":true");

        assertThat(put("{\"read_only\":false}")).isEqualTo(200);
        assertThat(core.send(DELETE, API + "/users/" + anna.id(), "", "Authorization", ADMIN)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_set_is_told_to_those_who_ask_where_they_are() throws Exception {
        assertThat(put("{\"banner_message\":\"hello\",\"self_registration\":true,"
                        + "\"project_creation_restriction\":\"adminonly\","
                        + "\"notification_enable\":false,\"primary_auth_mode\":true}"))
                .isEqualTo(200);

        assertThat(core.send(GET, API + "/systeminfo", "").body())
                .isEqualTo("{\"auth_mode\":\"db_auth\",\"primary_auth_mode\":true,"
                        + "\"self_registration\":true,\"banner_message\":\"hello\"}\n");
        assertThat(core.get(API + "/systeminfo", ADMIN).body())
                .contains("\"project_creation_restriction\":\"adminonly\"")
                .contains("\"notification_enable\":false");
    }

    private String configurations() throws IOException, InterruptedException {
        HttpResponse<String> answer = core.get(CONFIGURATIONS, ADMIN);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private int put(String body) throws IOException, InterruptedException {
        return core.send(PUT, CONFIGURATIONS, ADMIN, body).statusCode();
    }

    private static ApiSettings settings(Map<String, String> texts) {
        return Config.of(texts, ApiSettings::from);
    }

    private static String mistakes(Map<String, String> texts) {
        try {
            return settings(texts).toString();
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
