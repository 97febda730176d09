/// Robots: machines with a secret of their own, limited to a list of rights.
///
/// **Start at** [Robots]. Who logs in, and what for: [RobotKeys]. Rows: [RobotTable]. HTTP:
/// [RobotRoutes], let in by [RobotGuards]. What may be asked for: [RobotRequest], [RobotDraft].
///
/// **Invariants**
/// - A secret exists in clear text only in the answer that makes it.
/// - A robot never outlives its project, and its number is never given again.
/// - Nobody grants a robot what they may not do themselves.
/// - A robot that is switched off, changed, expired or gone is that at the next request, in every
///   process, also for its tokens.
///
/// Source: Harbor API v2.0, tag "robot".
@NullMarked
package dev.berth.core.robot;

import org.jspecify.annotations.NullMarked;
