package dev.berth.core.session;

import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

import java.util.function.Predicate;

/// The guards of operations that are about no project.
///
/// - A refusal comes before anything is looked up: 401 for nobody, 403 for somebody.
public final class ApiGuards {
    private final Callers callers;
    private final Csrf csrf;
    private final SessionRules rules;

    ApiGuards(Callers callers, Csrf csrf, SessionRules rules) {
        this.callers = callers;
        this.csrf = csrf;
        this.rules = rules;
    }

    /// Lets everybody in, and says who it is.
    public Guard<Caller> anyone() {
        return new Anyone();
    }

    /// Lets in who has shown who they are: users and robots.
    public Guard<Caller.Known> known() {
        return new Restricted("login", _ -> true);
    }

    /// Lets in users; a robot is no user.
    public Guard<Caller.User> user() {
        return new OfUsers();
    }

    /// Lets in who has this right on the whole installation: administrators, and robots to which
    /// it was granted.
    ///
    /// @param permission resource and action as in Harbor's tables, such as `user:list`
    public Guard<Caller.Known> system(String permission) {
        var right = Right.of(permission);
        return new Restricted("system " + permission, caller -> caller.may(right));
    }

    /// Lets in administrators, and nobody else whatever was granted to them.
    ///
    /// @param permission what Harbor's tables say about it
    public Guard<Caller.Known> administrator(String permission) {
        return new Restricted("administrator, system " + permission, Caller.Known::isAdministrator);
    }

    /// Lets in the account whose number the path has at `parameter`, and who has `permission`.
    public Guard<Caller.Known> selfOrSystem(String parameter, String permission) {
        return new SelfOrSystem(parameter, permission);
    }

    /// Lets in who has `permission`; and, while self-registration is on, strangers on our own page.
    public Guard<Caller> systemOrSelfRegistration(String permission) {
        return new SelfRegistration(permission);
    }

    private Caller.Known require(Request request, Predicate<Caller.Known> allowed)
            throws InterruptedException {
        return switch (callers.of(request)) {
            case Caller.Nobody _ -> throw new HarborException(HarborError.UNAUTHORIZED);
            case Caller.Known known -> {
                if (!allowed.test(known)) {
                    throw new HarborException(HarborError.FORBIDDEN);
                }
                yield known;
            }
        };
    }

    private final class Anyone implements Guard<Caller> {
        @Override
        public String permission() {
            return "anyone";
        }

        @Override
        public Caller admit(Request request) throws InterruptedException {
            return callers.of(request);
        }
    }

    private final class Restricted implements Guard<Caller.Known> {
        private final String permission;
        private final Predicate<Caller.Known> allowed;

        Restricted(String permission, Predicate<Caller.Known> allowed) {
            this.permission = permission;
            this.allowed = allowed;
        }

        @Override
        public String permission() {
            return permission;
        }

        @Override
        public Caller.Known admit(Request request) throws InterruptedException {
            return require(request, allowed);
        }
    }

    private final class OfUsers implements Guard<Caller.User> {
        @Override
        public String permission() {
            return "login as a user";
        }

        @Override
        public Caller.User admit(Request request) throws InterruptedException {
            return switch (require(request, _ -> true)) {
                case Caller.User user -> user;
                case Caller.Robot _ ->
                    throw new HarborException(ErrorCode.PRECONDITION, "a robot account is no user");
            };
        }
    }

    private final class SelfRegistration implements Guard<Caller> {
        private final Restricted restricted;

        SelfRegistration(String permission) {
            var right = Right.of(permission);
            this.restricted = new Restricted("system " + permission, caller -> caller.may(right));
        }

        @Override
        public String permission() {
            return restricted.permission() + ", or self-registration";
        }

        @Override
        public Caller admit(Request request) throws InterruptedException {
            if (rules.selfRegistration() && callers.of(request) instanceof Caller.Nobody nobody) {
                csrf.require(request);
                return nobody;
            }
            return restricted.admit(request);
        }
    }

    private final class SelfOrSystem implements Guard<Caller.Known> {
        private final String parameter;
        private final Right right;

        SelfOrSystem(String parameter, String permission) {
            this.parameter = parameter;
            this.right = Right.of(permission);
        }

        @Override
        public String permission() {
            return "self, or system " + right;
        }

        @Override
        public Caller.Known admit(Request request) throws InterruptedException {
            var sent = request.parameter(parameter);
            return require(
                    request,
                    caller -> caller.may(right)
                            || (caller instanceof Caller.User(var account)
                                    && sent.equals(Long.toString(account.id()))));
        }
    }
}
