package dev.berth.auth;

/// Who is asking.
///
/// Identity only: what a principal may do is asked of [Permissions] at each request, so that a
/// right taken away is gone at once, also for tokens already issued.
public sealed interface Principal {
    /// As logs and tokens name them; the empty text for nobody.
    String name();

    /// Somebody who showed no credentials.
    record Anonymous() implements Principal {
        @Override
        public String name() {
            return "";
        }
    }

    /// Somebody who has proved who they are; `id` is never used again for another one of the kind.
    sealed interface Known extends Principal {
        long id();
    }

    /// Somebody with an account.
    record Account(long id, String name) implements Known {}

    /// A machine with a secret of its own; `name` is what it logs in with.
    record Robot(long id, String name) implements Known {}
}
