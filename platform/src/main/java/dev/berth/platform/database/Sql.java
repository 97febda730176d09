package dev.berth.platform.database;

import org.jooq.conf.Settings;

/// How jOOQ is set up on both databases.
final class Sql {
    static final Settings SETTINGS = new Settings()
            .withExecuteLogging(false)
            .withFetchWarnings(false)
            .withRenderSchema(false);

    private Sql() {}
}
