package dev.berth.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EndpointTest {
    @Test
    void a_loopback_address_keeps_its_port_in_the_host_header() {
        assertThat(Endpoint.parse("http://127.0.0.1:5000").host()).isEqualTo("127.0.0.1:5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1:5000", "http://10.0.0.1", "http://[2001:db8::1]:80"})
    void an_address_of_another_machine_is_refused(String address) {
        assertThatThrownBy(() -> Endpoint.parse(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:5000", "127.0.0.1:5000", "http://", "localhost"})
    void what_is_not_a_plain_http_address_is_refused(String address) {
        assertThatThrownBy(() -> Endpoint.parse(address))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
