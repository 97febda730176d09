package dev.berth.core.robot;

import dev.berth.core.session.Caller;

/// The key to one robot, for one request: made by [RobotGuards] and by nothing else.
final class RobotAccess {
    private final Caller.Known caller;
    private final Robot robot;

    RobotAccess(Caller.Known caller, Robot robot) {
        this.caller = caller;
        this.robot = robot;
    }

    Robot robot() {
        return robot;
    }

    Author author() {
        return Author.of(caller);
    }
}
