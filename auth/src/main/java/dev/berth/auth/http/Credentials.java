package dev.berth.auth.http;

import dev.berth.auth.Permission;
import dev.berth.auth.Principal;
import dev.berth.auth.token.AccessToken;

/// What a caller showed, found right.
public sealed interface Credentials {
    Principal principal();

    /// True if these credentials were given for this; what their owner may do is another question.
    ///
    /// @param incarnation what the name of the permission's resource stands for now
    boolean cover(Permission permission, long incarnation);

    /// Nothing was shown: everything that anonymous callers may do.
    record Nothing() implements Credentials {
        @Override
        public Principal principal() {
            return new Principal.Anonymous();
        }

        @Override
        public boolean cover(Permission permission, long incarnation) {
            return true;
        }
    }

    /// The password of an account or robot: everything that it may do.
    record Password(Principal.Known principal) implements Credentials {
        @Override
        public boolean cover(Permission permission, long incarnation) {
            return true;
        }
    }

    /// A token: what it was issued for.
    record Token(AccessToken token) implements Credentials {
        @Override
        public Principal principal() {
            return token.subject().principal();
        }

        @Override
        public boolean cover(Permission permission, long incarnation) {
            return token.covers(permission, incarnation);
        }
    }
}
