/// The command line.
///
/// **Start at** [BerthCommand], which lists the commands. A new one is one class that takes
/// a [Shell], and one line there; [ConfigOptions] and [OutputOption] are the options it may
/// share.
///
/// **Invariants**
/// - Results go to standard output, everything else to standard error.
/// - A failure is one message that says what to do; a stack trace means a bug.
/// - No colours unless a person looks.
@NullMarked
package dev.berth.app.command;

import org.jspecify.annotations.NullMarked;
