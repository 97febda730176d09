/// Configuration: typed settings from a file, the environment and the command line.
///
/// **Start at** [Setting]. A part declares its settings as constants beside a record
/// `XSettings` with `static XSettings from(Settings settings)`, which reads every one of them; what
/// is read is thereby declared. [Config#load] runs that function and gives the record, or one
/// [ConfigException] with all mistakes. [Reference] writes the reference page from the same
/// declarations.
///
/// **Invariants**
/// - Every setting has a default (perhaps “none”), so that one mistake never hides another.
/// - The stronger source wins: command line, environment, file, role, default.
/// - What nobody reads is a mistake, in every source.
/// - A secret is printed by nothing in this package.
///
/// Source: YAML 1.2.2 with the failsafe schema (a scalar is text; its setting says what it means).
@NullMarked
package dev.berth.platform.config;

import org.jspecify.annotations.NullMarked;
