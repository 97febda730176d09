package dev.berth.app.role;

import java.util.Optional;

/// The version of this program, as its package says it.
public final class ProgramVersion {
    private ProgramVersion() {}

    /// Such as `0.1.0`; `unpackaged` where it runs from classes.
    public static String text() {
        return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
