/// Robots: machines that log in with a secret of their own. Whoever keeps them implements
/// [RobotDirectory]; what they may do is asked of `Permissions`, as for everybody.
@NullMarked
package dev.berth.auth.robot;

import org.jspecify.annotations.NullMarked;
