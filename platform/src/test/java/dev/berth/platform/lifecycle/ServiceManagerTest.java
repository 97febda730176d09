package dev.berth.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "systemd runs on Linux only")
class ServiceManagerTest {
    @TempDir
    private Path folder;

    @Test
    void the_manager_is_told_when_requests_are_answered_and_when_they_no_longer_will_be()
            throws IOException {
        var path = folder.resolve("notify").toString();
        try (var manager = DatagramReceiver.bind(path)) {
            var notify = ServiceManager.of(Map.of("NOTIFY_SOCKET", path));

            notify.ready("serving 127.0.0.1:5000");
            assertThat(manager.receive()).isEqualTo("READY=1\nSTATUS=serving 127.0.0.1:5000");

            notify.stopping();
            assertThat(manager.receive()).isEqualTo("STOPPING=1\nSTATUS=stopping");
        }
    }

    @Test
    void a_name_in_the_abstract_namespace_works_too() throws IOException {
        var name = "@berth-test-" + ProcessHandle.current().pid();
        try (var manager = DatagramReceiver.bind(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).ready("ü");

            assertThat(manager.receive()).isEqualTo("READY=1\nSTATUS=ü");
        }
    }

    @Test
    void without_a_manager_nothing_happens() throws IOException {
        ServiceManager.of(Map.of()).ready("serving");
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "")).stopping();
    }

    @Test
    void a_manager_that_does_not_listen_is_an_error_with_its_address() {
        var nobody = ServiceManager.of(Map.of("NOTIFY_SOCKET", "/nowhere/notify"));
        var tooLong = ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(108)));

        assertThatThrownBy(() -> nobody.ready(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/notify")
                .hasMessageContaining("errno 2");
        assertThatThrownBy(() -> tooLong.ready(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer");
    }
}
