/// Side-by-side load scenarios against any set of container registries, or of routers before a
/// mock of Harbor.
///
/// **Start at** [Bench], the command. It opens [target][dev.berth.bench.target] servers, plays each
/// [scenario][dev.berth.bench.scenario] ([of routers][dev.berth.bench.routing]) against them in
/// turn, and hands the figures to
/// [report][dev.berth.bench.report].
///
/// **Invariants**
/// - Every target is a loopback address: this program cannot load somebody else's server.
/// - Targets take turns round by round, and the order is reversed every other round.
/// - What a target does before the clock starts (seeding, digests, tokens, warm-up) is never timed.
///
/// Source: the project's performance bars; scenario numbers B1 to B30 and RB1 to RB14 as in
/// `bench/README.md`.
@NullMarked
package dev.berth.bench;

import org.jspecify.annotations.NullMarked;
