package dev.berth.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.auth.testing.SettableClock;
import dev.berth.platform.database.Databases;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// What signing keys do on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class SigningKeysContract {
    private static final Duration SIGNS_FOR = Duration.ofDays(30);
    private static final Duration VERIFIES_FOR = Duration.ofDays(7);
    private static final TokenPolicy POLICY =
            new TokenPolicy("berth", Duration.ofMinutes(30), Duration.ofDays(7));

    private final SettableClock clock = new SettableClock();
    private final TestDatabases databases;
    private final SigningKeys keys;

    SigningKeysContract(TestDatabases databases) {
        this.databases = databases;
        this.keys = new SigningKeys(databases.database(), SIGNS_FOR, VERIFIES_FOR, clock);
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    @Test
    void SEC_44_there_is_no_key_before_one_is_made_here() {
        assertThatThrownBy(keys::signer).isInstanceOf(IllegalStateException.class);

        keys.rotate();

        assertThat(keys.signer().publicKey().getModulus().bitLength()).isEqualTo(2048);
        assertThat(keys.find(keys.signer().id())).contains(keys.signer());
    }

    @Test
    void a_key_is_stored_so_that_a_restart_finds_it() {
        keys.rotate();

        var restarted = new SigningKeys(databases.database(), SIGNS_FOR, VERIFIES_FOR, clock);
        restarted.rotate();

        assertThat(restarted.signer()).isEqualTo(keys.signer());
    }

    @Test
    void the_next_key_is_known_an_hour_before_it_signs() {
        keys.rotate();
        var first = keys.signer();

        clock.advance(SIGNS_FOR.minusHours(1));
        keys.rotate();
        assertThat(keys.signer()).isEqualTo(first);

        clock.advance(Duration.ofHours(1));
        assertThat(keys.signer()).isNotEqualTo(first);
        assertThat(keys.find(first.id())).contains(first);
    }

    @Test
    void a_start_makes_the_first_key_and_no_other() {
        keys.makeFirst();
        var first = keys.signer();
        clock.advance(SIGNS_FOR.multipliedBy(2));

        keys.makeFirst();

        assertThat(keys.signer()).isEqualTo(first);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void rotating_too_often_makes_no_further_keys() {
        for (int i = 0; i < 10; i++) {
            keys.rotate();
            clock.advance(Duration.ofHours(1));
        }

        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_key_stays_until_its_last_token_has_expired() {
        keys.rotate();
        var first = keys.signer();
        clock.advance(SIGNS_FOR);
        keys.rotate();
        clock.advance(Duration.ofHours(1));

        clock.advance(VERIFIES_FOR);
        keys.rotate();
        assertThat(keys.find(first.id())).isPresent();

        clock.advance(Tokens.LEEWAY.plusSeconds(1));
        keys.rotate();
        assertThat(keys.find(first.id())).isEmpty();
        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_rotation_interrupts_no_token() {
        keys.rotate();
        var tokens = new Tokens(keys, POLICY, clock);
        for (int hour = 0; hour < 24 * 70; hour++) {
            keys.rotate();
            if (hour % 8 == 0) {
                var token =
                        tokens.issue(new Subject.Nobody(), List.of()).token().reveal();

                assertThat(tokens.verify(token)).isPresent();
                clock.advance(Duration.ofMinutes(30));
                keys.rotate();
                assertThat(tokens.verify(token)).isPresent();
            }
            clock.advance(Duration.ofHours(1));
        }

        assertThat(stored()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_token_by_a_key_of_another_process_is_found_at_once() {
        keys.rotate();
        var first = keys.signer();
        try (var database = Databases.open(databases.settings())) {
            var elsewhere = new SigningKeys(database, SIGNS_FOR, VERIFIES_FOR, clock);
            clock.advance(SIGNS_FOR);
            elsewhere.rotate();
            clock.advance(Duration.ofHours(1));

            assertThat(elsewhere.signer()).isNotEqualTo(first);
            assertThat(keys.find(elsewhere.signer().id())).contains(elsewhere.signer());
        }
    }

    @Test
    void SEC_26_a_key_shows_its_name_only() {
        keys.rotate();
        var key = keys.signer();
        var secret = Base64.getEncoder().encodeToString(key.privateKey().getEncoded());

        assertThat(key.toString())
                .isEqualTo("SigningKey[" + key.id() + " from " + key.signsFrom() + "]")
                .doesNotContain(secret.substring(40, 80))
                .doesNotContain(key.privateKey().getPrivateExponent().toString());
    }

    private List<SigningKey> stored() {
        return databases.database().read(new SigningKeyTable()::all);
    }
}
