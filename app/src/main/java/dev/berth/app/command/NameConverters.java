package dev.berth.app.command;

import dev.berth.auth.account.AccountName;
import dev.berth.core.access.Role;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Texts of the command line as values, with the values' own words where they are wrong.
final class NameConverters {
    private NameConverters() {}

    static final class ToName implements ITypeConverter<AccountName> {
        @Override
        public AccountName convert(String text) {
            return read(text, AccountName::new);
        }
    }

    static final class ToRole implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            return Role.of(text)
                    .orElseThrow(() -> new TypeConversionException("no role `" + text
                            + "`; known: "
                            + Arrays.stream(Role.values())
                                    .map(Role::word)
                                    .collect(Collectors.joining(", "))));
        }
    }

    private static <T> T read(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
