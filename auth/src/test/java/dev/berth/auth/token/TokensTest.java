package dev.berth.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.testing.SettableClock;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TokensTest {
    private static final Subject.Holder CI = new Subject.Holder(new Principal.Account(17, "ci"), 3);
    private static final List<Access> ACCESS = List.of(
            new Access(Resource.repository("team/app"), 7, Set.of(Action.PULL, Action.PUSH)),
            new Access(Resource.CATALOG, 0, Set.of(Action.ALL)));

    /// One for all tests: a key takes long to make.
    private static final TestDatabases DATABASES = TestDatabases.sqlite();

    private final SettableClock clock = new SettableClock();
    private final SigningKeys keys =
            new SigningKeys(DATABASES.database(), Duration.ofDays(30), Duration.ofDays(30), clock);
    private final Tokens tokens = new Tokens(keys, policy("berth"), clock);

    @BeforeEach
    void makeKey() {
        keys.rotate();
    }

    @AfterAll
    static void closeDatabase() {
        DATABASES.close();
    }

    @Test
    void a_token_says_who_and_for_what() {
        var verified = tokens.verify(issue()).orElseThrow();

        assertThat(verified.subject()).isEqualTo(CI);
        assertThat(verified.access()).isEqualTo(ACCESS);
        assertThat(verified.covers(pull("team/app"), 7)).isTrue();
        assertThat(verified.covers(new Permission(Resource.CATALOG, Action.ALL), 0))
                .isTrue();
        assertThat(verified.covers(
                        new Permission(Resource.repository("team/app"), Action.DELETE), 7))
                .isFalse();
    }

    @Test
    void a_token_for_what_had_this_name_is_worth_nothing_for_what_has_it_now() {
        var verified = tokens.verify(issue()).orElseThrow();

        assertThat(verified.covers(pull("team/app"), 8)).isFalse();
        assertThat(verified.covers(pull("team/app"), 0)).isFalse();
    }

    @Test
    void a_token_for_one_repository_is_worth_nothing_at_another() {
        var verified = tokens.verify(issue()).orElseThrow();

        assertThat(verified.covers(pull("team/apps"), 7)).isFalse();
        assertThat(verified.covers(pull("team"), 7)).isFalse();
        assertThat(verified.covers(pull("other/app"), 7)).isFalse();
    }

    @Test
    void the_claims_are_those_of_the_token_specification() throws Exception {
        var jwt = SignedJWT.parse(issue());

        assertThat(jwt.getHeader().toJSONObject())
                .isEqualTo(Map.of(
                        "alg", "RS256", "typ", "JWT", "kid", keys.signer().id()));
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("berth/token");
        assertThat(claims.getSubject()).isEqualTo("ci");
        assertThat(claims.getAudience()).containsExactly("berth");
        assertThat(claims.getIssueTime().toInstant()).isEqualTo(clock.instant());
        assertThat(claims.getNotBeforeTime().toInstant()).isEqualTo(clock.instant());
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(claims.getClaim("access"))
                .isEqualTo(List.of(
                        Map.of(
                                "type",
                                "repository",
                                "name",
                                "team/app",
                                "id",
                                7L,
                                "actions",
                                List.of("pull", "push")),
                        Map.of("type", "registry", "name", "catalog", "actions", List.of("*"))));
    }

    @Test
    void a_token_for_nobody_has_the_empty_subject() throws Exception {
        var token = tokens.issue(new Subject.Nobody(), List.of()).token().reveal();

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject()).isEmpty();
        assertThat(tokens.verify(token).orElseThrow().subject()).isEqualTo(new Subject.Nobody());
    }

    @Test
    void the_largest_token_that_can_be_asked_for_stays_below_eight_kibibytes() {
        var scopes = Scope.parseAll(List.of(Stream.iterate(0, i -> i + 1)
                        .limit(64)
                        .map(i -> "repository:" + "a".repeat(36) + "%02d:pull,push".formatted(i))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow()))
                .orElseThrow();
        var access = new GrantAccess(new Permissions() {
                    @Override
                    public boolean allow(Principal principal, Permission permission) {
                        return true;
                    }

                    @Override
                    public long incarnation(Resource resource) {
                        return 9_999_999;
                    }
                })
                .grant(CI.principal(), scopes);

        assertThat(access).hasSize(64);
        assertThat(tokens.issue(CI, access).token().reveal()).hasSizeLessThan(10 * 1024);
    }

    @Test
    void a_token_expires_with_a_minute_of_leeway_remembered_or_not() {
        var remembered = issue();
        assertThat(tokens.verify(remembered)).isPresent();
        var fresh = issue();

        clock.advance(Duration.ofMinutes(31).minusSeconds(1));
        assertThat(tokens.verify(remembered)).isPresent();
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.verify(remembered)).isEmpty();
        assertThat(tokens.verify(fresh)).isEmpty();
    }

    @Test
    void a_token_of_another_service_is_refused_even_with_the_same_keys() {
        var copy = new Tokens(keys, policy("staging"), clock);

        assertThat(copy.verify(issue())).isEmpty();
        assertThat(tokens.verify(copy.issue(CI, ACCESS).token().reveal())).isEmpty();
    }

    @Test
    void SEC_44_a_token_of_another_installation_is_refused() {
        try (var others = TestDatabases.sqlite()) {
            var otherKeys = new SigningKeys(
                    others.database(), Duration.ofDays(30), Duration.ofDays(30), clock);
            otherKeys.rotate();
            var elsewhere = new Tokens(otherKeys, policy("berth"), clock);

            assertThat(tokens.verify(elsewhere.issue(CI, ACCESS).token().reveal()))
                    .isEmpty();
        }
    }

    @Test
    void a_refresh_token_is_no_access_token_and_the_other_way_round() {
        var refresh = tokens.issueRefresh(CI).token().reveal();

        assertThat(tokens.verifyRefresh(refresh)).contains(CI);
        assertThat(tokens.verify(refresh)).isEmpty();
        assertThat(tokens.verifyRefresh(issue())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "!", ",", "=", "é", "."})
    void a_token_with_a_character_slipped_in_is_refused(String extra) {
        var token = issue();

        for (int at : new int[] {0, token.indexOf('.'), token.length() / 2, token.length()}) {
            assertThat(tokens.verify(token.substring(0, at) + extra + token.substring(at)))
                    .isEmpty();
        }
    }

    @Test
    void a_changed_token_is_refused() {
        var token = issue();
        assertThat(tokens.verify(token)).isPresent();

        for (int i = 0; i < token.length(); i += 7) {
            var changed = new StringBuilder(token);
            changed.setCharAt(i, token.charAt(i) == 'A' ? 'B' : 'A');
            assertThat(tokens.verify(changed.toString())).isEmpty();
        }
    }

    @Test
    void SEC_35_a_key_that_the_token_brings_along_is_not_used() throws Exception {
        var attacker = new RSAKeyGenerator(2048).keyID("attacker").generate();
        var chain = List.of(new com.nimbusds.jose.util.Base64("AAAA"));
        var elsewhere = URI.create("http://127.0.0.1:1/keys");

        assertRefused(attacker, header -> header.jwk(attacker.toPublicJWK()));
        assertRefused(attacker, header -> header.jwkURL(elsewhere));
        assertRefused(attacker, header -> header.x509CertURL(elsewhere));
        assertRefused(attacker, header -> header.x509CertChain(chain));
        assertRefused(
                attacker,
                header -> header.jwk(attacker.toPublicJWK()).keyID(keys.signer().id()));
    }

    @Test
    void SEC_35_only_rs256_is_allowed() throws Exception {
        var key = keys.signer();
        var publicBytes = key.publicKey().getEncoded();

        assertThat(tokens.verify(sign(JWSAlgorithm.RS512, new RSASSASigner(key.privateKey()))))
                .isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.PS256, new RSASSASigner(key.privateKey()))))
                .isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.HS256, new MACSigner(publicBytes))))
                .isEmpty();
        assertThat(tokens.verify(unsigned(key.id()))).isEmpty();
        assertThat(tokens.verify(sign(JWSAlgorithm.RS256, new RSASSASigner(key.privateKey()))))
                .isPresent();
    }

    static Stream<UnaryOperator<JWTClaimsSet.Builder>> malformedClaims() {
        var later = Date.from(Instant.parse("2026-11-21T13:00:00Z"));
        return Stream.of(
                claims -> claims.issueTime(null),
                claims -> claims.notBeforeTime(null),
                claims -> claims.expirationTime(null),
                claims -> claims.issueTime(later),
                claims -> claims.notBeforeTime(later),
                claims -> claims.issuer(null),
                claims -> claims.issuer("somebody"),
                claims -> claims.audience((String) null),
                claims -> claims.audience(List.of("berth", "other")),
                claims -> claims.subject(null),
                claims -> claims.subject(""),
                claims -> claims.claim("account", null),
                claims -> claims.claim("account", "17"),
                claims -> claims.claim("account", 1.5),
                claims -> claims.claim("password", null),
                claims -> claims.claim("access", null),
                claims -> claims.claim("access", "repository:team/app:pull"),
                claims -> claims.claim("access", List.of("pull")),
                claims -> claims.claim("access", List.of(Map.of("type", "repository"))),
                claims -> claims.claim(
                        "access", List.of(Map.of("type", 1, "name", 2, "actions", 3))));
    }

    @ParameterizedTest
    @MethodSource("malformedClaims")
    void SEC_31_a_token_with_claims_missing_or_of_another_form_is_refused(
            UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        var key = keys.signer();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var jwt = new SignedJWT(header, change.apply(goodClaims()).build());
        jwt.sign(new RSASSASigner(key.privateKey()));

        assertThat(tokens.verify(jwt.serialize())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "é", "e30.e30.e30", "e30.e30."})
    void what_is_no_token_is_refused(String text) {
        assertThat(tokens.verify(text)).isEmpty();
        assertThat(tokens.verifyRefresh(text)).isEmpty();
    }

    @Test
    void a_bomb_is_refused_within_its_limits() {
        var deep = "{\"alg\":" + "[".repeat(10_000);
        var header = Base64.getUrlEncoder().encodeToString(deep.getBytes(StandardCharsets.UTF_8));

        assertThat(tokens.verify(header + ".e30.e30")).isEmpty();
        assertThat(tokens.verify("a".repeat(20_000))).isEmpty();
    }

    @Test
    void a_remembered_token_is_refused_within_a_second_when_its_key_is_gone() {
        var token = issue();
        assertThat(tokens.verify(token)).isPresent();
        var table = new SigningKeyTable();

        DATABASES.database().write(transaction -> {
            table.delete(transaction, keys.signer());
            return true;
        });
        clock.advance(Duration.ofSeconds(2));

        await().untilAsserted(() -> assertThat(tokens.verify(token)).isEmpty());
    }

    private String issue() {
        return tokens.issue(CI, ACCESS).token().reveal();
    }

    private void assertRefused(RSAKey attacker, UnaryOperator<JWSHeader.Builder> change)
            throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(attacker.getKeyID());
        var jwt = new SignedJWT(change.apply(header).build(), goodClaims().build());
        jwt.sign(new RSASSASigner(attacker));

        assertThat(tokens.verify(jwt.serialize())).isEmpty();
    }

    private String sign(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
        var header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(keys.signer().id())
                .build();
        var jwt = new SignedJWT(header, goodClaims().build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private String unsigned(String keyId) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var header = "{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
        var claims = goodClaims().build().toString();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".";
    }

    private JWTClaimsSet.Builder goodClaims() {
        var now = Date.from(clock.instant());
        return new JWTClaimsSet.Builder()
                .issuer("berth/token")
                .subject("ci")
                .audience("berth")
                .issueTime(now)
                .notBeforeTime(now)
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .claim("account", 17)
                .claim("password", 3)
                .claim("access", List.of());
    }

    private static Permission pull(String repository) {
        return new Permission(Resource.repository(repository), Action.PULL);
    }

    private static TokenPolicy policy(String service) {
        return new TokenPolicy(service, Duration.ofMinutes(30), Duration.ofDays(30));
    }
}
