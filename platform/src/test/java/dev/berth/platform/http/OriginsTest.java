package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OriginsTest {
    private static final Peer PROXY = peer("10.0.0.1", false);
    private static final Peer STRANGER = peer("192.0.2.7", false);

    private final Origins origins = new Origins(
            Optional.empty(),
            List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

    private static Peer peer(String address, boolean tls) {
        return new Peer(InetAddress.ofLiteral(address), tls, "registry.test:5000");
    }

    @Test
    void without_a_proxy_the_host_field_and_the_connection_tell() {
        assertThat(origins.origin(STRANGER, Headers.NONE)).hasToString("http://registry.test:5000");
        assertThat(origins.origin(peer("192.0.2.7", true), Headers.NONE))
                .hasToString("https://registry.test:5000");
    }

    @Test
    void what_a_stranger_says_about_forwarding_is_ignored() {
        var lies = Headers.of(
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Host", "evil.test",
                "X-Forwarded-For", "127.0.0.1",
                "Forwarded", "for=127.0.0.1;host=evil.test;proto=https");

        assertThat(origins.origin(STRANGER, lies)).hasToString("http://registry.test:5000");
        assertThat(origins.client(STRANGER, lies)).isEqualTo(STRANGER.address());
    }

    @Test
    void the_external_url_wins_over_everything() {
        var fixed = new Origins(
                Optional.of(URI.create("https://public.test")),
                List.of(AddressRange.parse("10.0.0.0/8")));

        assertThat(fixed.origin(PROXY, Headers.of("X-Forwarded-Host", "other.test")))
                .hasToString("https://public.test");
    }

    @ParameterizedTest(name = "{0}, {1}, {2} is {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "https, hub.test, -, https://hub.test",
                "https, -, -, https://registry.test:5000",
                "-, hub.test, -, http://hub.test",
                "https, hub.test, 443, https://hub.test",
                "https, hub.test, 8443, https://hub.test:8443",
                "https, hub.test:9000, 8443, https://hub.test:9000",
                "http, [2001:db8::1]:80, -, http://[2001:db8::1]:80",
                "gopher, hub.test, -, http://hub.test",
                "https, hub.test/x, -, https://registry.test:5000",
                "https, hub.test, 44x, https://hub.test",
                "'https, http', 'hub.test, inner.test', -, https://hub.test"
            })
    void a_configured_proxy_is_believed(String scheme, String host, String port, String origin) {
        var headers = Headers.NONE;
        headers = scheme == null ? headers : headers.with("X-Forwarded-Proto", scheme);
        headers = host == null ? headers : headers.with("X-Forwarded-Host", host);
        headers = port == null ? headers : headers.with("X-Forwarded-Port", port);

        assertThat(origins.origin(PROXY, headers)).hasToString(origin);
    }

    @Test
    void the_standard_field_counts_where_the_older_ones_are_absent() {
        var headers =
                Headers.of("Forwarded", "for=\"[2001:db8::7]:4711\";host=hub.test;proto=https");

        assertThat(origins.origin(PROXY, headers)).hasToString("https://hub.test");
        assertThat(origins.client(PROXY, headers)).isEqualTo(InetAddress.ofLiteral("2001:db8::7"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                        | 192.0.2.1",
                "192.0.2.1:4711                   | 192.0.2.1",
                "203.0.113.9, 192.0.2.1           | 192.0.2.1",
                "203.0.113.9, 192.0.2.1, 10.1.1.1 | 192.0.2.1",
                "10.2.2.2, 10.1.1.1               | 10.2.2.2",
                "127.0.0.1, unknown, 10.1.1.1     | 10.1.1.1",
                "2001:db8::1                      | 2001:db8:0:0:0:0:0:1",
                "[2001:db8::1]:99, fd00::1        | 2001:db8:0:0:0:0:0:1",
                "''                               | 10.0.0.1",
                "example.test                     | 10.0.0.1"
            })
    void the_client_is_the_rightmost_address_that_is_no_proxy(String forwardedFor, String client) {
        assertThat(origins.client(PROXY, Headers.of("X-Forwarded-For", forwardedFor))
                        .getHostAddress())
                .isEqualTo(client);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "10.255.0.1, 10.0.0.0/8, true",
        "11.0.0.1, 10.0.0.0/8, false",
        "192.168.1.130, 192.168.1.128/25, true",
        "192.168.1.127, 192.168.1.128/25, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.2, 192.0.2.1, false",
        "1.2.3.4, 0.0.0.0/0, true",
        "::1, 0.0.0.0/0, false",
        "2001:db8:ffff::1, 2001:db8::/32, true",
        "2001:db9::1, 2001:db8::/32, false"
    })
    void a_range_contains_what_shares_its_prefix(String address, String range, boolean contained) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "localhost", "10.0.0.0/8/8"})
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
