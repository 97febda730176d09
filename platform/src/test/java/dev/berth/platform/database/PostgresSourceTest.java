package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PostgresSourceTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    postgresql://db/berth,                         jdbc:postgresql://db/berth, '', ''
                    jdbc:postgresql://db:5433/berth,               jdbc:postgresql://db:5433/berth, '', ''
                    postgres://me@db/berth,                        jdbc:postgresql://db/berth, me, ''
                    postgresql://me:p%40ss+1@db/berth?sslmode=require, jdbc:postgresql://db/berth?sslmode=require, me, p@ss+1
                    'postgresql://me@a:1,b:2/berth?targetServerType=primary', 'jdbc:postgresql://a:1,b:2/berth?targetServerType=primary', me, ''
                    postgresql://[::1]:5432/berth,                 jdbc:postgresql://[::1]:5432/berth, '', ''
                    """)
    void a_url_says_where_and_who(String url, String jdbcUrl, String user, String password) {
        assertThat(PostgresSource.of(url)).isEqualTo(new PostgresSource(jdbcUrl, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db/berth",
                "db:5432",
                "postgresql://",
                "postgresql://db",
                "postgresql://db/",
                "postgresql://u:secret@/berth"
            })
    void another_url_is_refused_without_repeating_it(String url) {
        assertThatThrownBy(() -> PostgresSource.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write postgresql://host:port/name");
    }

    @Test
    void settings_are_stronger_than_the_url_and_text_forms_show_no_password() {
        var settings = DatabaseSettings.postgres(
                "postgresql://me:old@db/berth?password=x", "you", Secret.of("new"));

        var source = PostgresSource.of(settings);

        assertThat(source.user()).isEqualTo("you");
        assertThat(source.password()).isEqualTo("new");
        assertThat(source.toString()).isEqualTo("jdbc:postgresql://db/berth");
    }
}
