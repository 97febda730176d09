package dev.berth.app.command;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.EmailAddress;
import dev.berth.auth.account.ImportedAccount;
import dev.berth.auth.account.Profile;
import dev.berth.auth.password.HarborHash;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A file of Harbor's users: a JSON object on each line, a row of the table `harbor_user`,
/// as `SELECT row_to_json(u) FROM harbor_user u` prints it.
///
/// - Needed are `username`, `password`, `salt` and `password_version`; read besides `email`,
///   `realname`, `comment`, `sysadmin_flag` and `deleted`. Others are passed over.
/// - A line has at most 64 KiB, a file at most 100,000 lines.
/// - Users without a password (of LDAP, OIDC) and deleted ones are left out.
final class HarborUsers {
    private static final int LINE_CHARACTERS_MAX = 64 * 1024;
    private static final int LINES_MAX = 100_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final List<ImportedAccount> accounts = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private int withoutPassword;

    private HarborUsers() {}

    /// A row.
    private record Row(
            @Nullable String username,
            @Nullable String email,
            @Nullable String password,
            @Nullable String salt,
            @JsonProperty("password_version") @Nullable String passwordVersion,
            @Nullable String realname,
            @Nullable String comment,
            @JsonProperty("sysadmin_flag") boolean sysadmin,
            boolean deleted) {
        boolean hasPassword() {
            return !text(password).isEmpty() && !text(salt).isEmpty();
        }

        /// @throws IllegalArgumentException if it cannot be an account here
        ImportedAccount account() {
            var hash = HarborHash.of(text(password), text(salt), text(passwordVersion));
            var address = Optional.of(text(email))
                    .filter(given -> !given.isEmpty())
                    .map(EmailAddress::new);
            return new ImportedAccount(
                    new AccountName(text(username)),
                    hash.text(),
                    sysadmin,
                    new Profile(address, text(realname), text(comment)));
        }

        private static String text(@Nullable String value) {
            return Objects.requireNonNullElse(value, "");
        }
    }

    /// Reads a file to its end, whatever is wrong in it.
    ///
    /// @throws IOException if it cannot be read, or is larger than may be
    static HarborUsers read(Path file) throws IOException {
        var users = new HarborUsers();
        try (var lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (var line = next(lines); line != null; line = next(lines)) {
                number++;
                if (number > LINES_MAX) {
                    throw new IOException(file + " has more than " + LINES_MAX + " lines");
                }
                if (!line.isBlank()) {
                    users.add(number, line);
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8", e);
        }
        return users;
    }

    private static @Nullable String next(BufferedReader lines) throws IOException {
        var line = new StringBuilder();
        for (int read = lines.read(); read >= 0; read = lines.read()) {
            if (read == '\n') {
                return line.toString();
            }
            if (line.length() == LINE_CHARACTERS_MAX) {
                throw new IOException(
                        "a line has more than " + LINE_CHARACTERS_MAX + " characters");
            }
            line.append((char) read);
        }
        return line.isEmpty() ? null : line.toString();
    }

    /// What is wrong is told without the line: it has a hash in it.
    private void add(int number, String line) {
        try {
            var row = MAPPER.readValue(line, Row.class);
            if (row == null) {
                mistakes.add(noRow(number));
            } else if (row.hasPassword() && !row.deleted()) {
                accounts.add(row.account());
            } else if (!row.deleted()) {
                withoutPassword++;
            }
        } catch (JacksonException _) {
            mistakes.add(noRow(number));
        } catch (IllegalArgumentException e) {
            mistakes.add("line " + number + ": " + e.getMessage());
        }
    }

    private static String noRow(int number) {
        return "line " + number + " is no JSON object with Harbor's columns";
    }

    /// Those that can be accounts here, in the order of the file.
    List<ImportedAccount> accounts() {
        return List.copyOf(accounts);
    }

    /// What is wrong, line by line.
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /// How many log in some other way.
    int withoutPassword() {
        return withoutPassword;
    }
}
