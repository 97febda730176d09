package dev.berth.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AnonymousTest {
    private static final String WARNING = "anybody may change repositories without logging in";
    private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST =
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path data;

    @Test
    void SEC_18_who_may_push_without_a_login_may_pull_and_the_log_warns() throws Exception {
        var core = RunningCore.start(data, Map.of("auth.anonymous", "sandbox/:push,mirror/:pull"));
        try (core) {
            assertThat(push(core, "sandbox/app")).isEqualTo(201);
            assertThat(core.send("GET", "/v2/sandbox/app/blobs/" + DIGEST).body())
                    .isEqualTo("hello");
            assertThat(push(core, "mirror/app")).isEqualTo(401);
            assertThat(push(core, "team/app")).isEqualTo(401);
        }

        assertThat(core.log().lines().filter(line -> line.contains(WARNING)))
                .singleElement()
                .asString()
                .contains("WARN")
                .contains("sandbox/:pull+push");
    }

    private static int push(RunningCore core, String repository) throws Exception {
        return core.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + DIGEST, BYTES)
                .statusCode();
    }
}
