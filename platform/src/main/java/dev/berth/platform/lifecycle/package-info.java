/// From start to stop: what is open, whether it is well, and how a process goes away
/// politely.
///
/// **Start at** [Resources]: whatever a role opens is added and closed in reverse order.
/// [Drain] says that the process is about to go, [Health] what `/healthz` and `/readyz`
/// answer, [ServiceManager] tells systemd.
///
/// **Invariants**
/// - What was opened is closed, also when opening the next thing or closing another one
///   fails.
/// - Asking for health costs at most one run of the checks per second, however many ask.
///
/// Source: sd_notify(3) for the protocol with systemd.
@NullMarked
package dev.berth.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
