package dev.berth.app.command;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountError;
import dev.berth.auth.account.AccountException;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.robot.Robot;
import dev.berth.core.robot.RobotFeature;

/// What commands on robots have in common.
final class Operators {
    private Operators() {}

    /// In whose name the command line makes robots.
    static Account of(RobotFeature opened) {
        return opened.projects()
                .accounts()
                .findFirstAdministrator()
                .orElseThrow(
                        () -> new AccountException(new AccountError.Unknown(Account.FIRST_NAME)));
    }

    /// The robot with this name, written with the prefix of all robots or without it.
    static Robot robot(RobotFeature opened, String name) {
        return opened.robots()
                .findNamed(name)
                .orElseThrow(() ->
                        new HarborException(ErrorCode.NOT_FOUND, "there is no robot " + name));
    }
}
