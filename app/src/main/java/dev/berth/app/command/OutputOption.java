package dev.berth.app.command;

import picocli.CommandLine.Option;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;

/// `--output text|json`, for commands that have a result.
public final class OutputOption {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How the result is written: text or json (${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Writes a result: as JSON, or as `text` does it.
    ///
    /// @param result a record, map or list of such
    void write(Shell shell, Object result, Runnable text) {
        switch (format) {
            case TEXT -> text.run();
            case JSON -> shell.out().println(JSON.writeValueAsString(result));
        }
    }
}
