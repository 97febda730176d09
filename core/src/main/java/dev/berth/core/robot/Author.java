package dev.berth.core.robot;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.core.robot.Robot.Creator;
import dev.berth.core.session.Caller;

/// Who makes or changes robots.
///
/// @param name as events say it
/// @param caller whose rights bound what can be granted
public record Author(String name, Caller.Known caller) {
    static Author of(Caller.Known caller) {
        return new Author(caller.name(), caller);
    }

    /// The command line, with the rights of an administrator.
    public static Author operator(Account administrator) {
        return new Author(Accounts.OPERATOR, new Caller.User(administrator));
    }

    Creator creator() {
        return switch (caller) {
            case Caller.User(var account) -> new Creator(Creator.Kind.ACCOUNT, account.id());
            case Caller.Robot robot ->
                new Creator(Creator.Kind.ROBOT, robot.principal().id());
        };
    }
}
