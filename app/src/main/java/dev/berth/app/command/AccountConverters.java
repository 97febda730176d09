package dev.berth.app.command;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Grant;
import dev.berth.auth.account.RepositoryPrefix;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;

/// Texts of the command line as values, with the values' own words where they are wrong.
final class AccountConverters {
    private AccountConverters() {}

    static final class ToName implements ITypeConverter<AccountName> {
        @Override
        public AccountName convert(String text) {
            return read(text, AccountName::new);
        }
    }

    static final class ToGrant implements ITypeConverter<Grant> {
        @Override
        public Grant convert(String text) {
            return read(text, Grant::parse);
        }
    }

    static final class ToPrefix implements ITypeConverter<RepositoryPrefix> {
        @Override
        public RepositoryPrefix convert(String text) {
            return read(text, RepositoryPrefix::new);
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
