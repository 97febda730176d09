package dev.berth.platform.database;

/// The databases we speak.
public enum Dialect {
    SQLITE,
    POSTGRESQL
}
