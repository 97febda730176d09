package dev.berth.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.berth.auth.Action;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The claims of our tokens, written and read. What does not have our form is no token.
final class Claims {
    static final String ACCESS = "access";

    /// The incarnation of a resource, where it is not 0; short, as a token has many of them.
    private static final String INCARNATION = "id";

    private static final String ACCOUNT = "account";
    private static final String ROBOT = "robot";
    private static final String PASSWORD = "password";

    private Claims() {}

    static JWTClaimsSet.Builder of(Subject subject) {
        var claims = new JWTClaimsSet.Builder().subject(subject.principal().name());
        return switch (subject) {
            case Subject.Nobody _ -> claims;
            case Subject.Holder holder ->
                claims.claim(kind(holder.principal()), holder.principal().id())
                        .claim(PASSWORD, holder.passwordVersion());
        };
    }

    private static String kind(Principal.Known holder) {
        return switch (holder) {
            case Principal.Account _ -> ACCOUNT;
            case Principal.Robot _ -> ROBOT;
        };
    }

    static List<Map<String, Object>> write(List<Access> access) {
        var entries = new ArrayList<Map<String, Object>>();
        for (var entry : access) {
            var written = new LinkedHashMap<String, Object>();
            written.put("type", entry.resource().type());
            written.put("name", entry.resource().name());
            if (entry.incarnation() != 0) {
                written.put(INCARNATION, entry.incarnation());
            }
            written.put("actions", entry.actions().stream().map(Action::word).toList());
            entries.add(written);
        }
        return entries;
    }

    static Optional<AccessToken> readAccessToken(Tokens.Opened opened) {
        return readSubject(opened.claims())
                .flatMap(subject -> readAccess(opened.claims().getClaim(ACCESS))
                        .map(access -> new AccessToken(
                                subject,
                                access,
                                opened.claims().getExpirationTime().toInstant(),
                                opened.keyId())));
    }

    static Optional<Subject.Holder> readHolder(Tokens.Opened opened) {
        return readSubject(opened.claims())
                .filter(Subject.Holder.class::isInstance)
                .map(Subject.Holder.class::cast);
    }

    private static Optional<Subject> readSubject(JWTClaimsSet claims) {
        @Nullable String name = claims.getSubject();
        @Nullable Object account = claims.getClaim(ACCOUNT);
        @Nullable Object robot = claims.getClaim(ROBOT);
        @Nullable Object password = claims.getClaim(PASSWORD);
        if (name == null) {
            return Optional.empty();
        }
        if (name.isEmpty()) {
            return account == null && robot == null && password == null
                    ? Optional.of(new Subject.Nobody())
                    : Optional.empty();
        }
        if (!(password instanceof Long version)) {
            return Optional.empty();
        }
        if (account instanceof Long id && robot == null) {
            return Optional.of(new Subject.Holder(new Principal.Account(id, name), version));
        }
        return robot instanceof Long id && account == null
                ? Optional.of(new Subject.Holder(new Principal.Robot(id, name), version))
                : Optional.empty();
    }

    private static Optional<List<Access>> readAccess(@Nullable Object claim) {
        if (!(claim instanceof List<?> entries)) {
            return Optional.empty();
        }
        var access = new ArrayList<Access>();
        for (var entry : entries) {
            if (!(entry instanceof Map<?, ?> map
                    && map.get("type") instanceof String type
                    && map.get("name") instanceof String name
                    && map.get("actions") instanceof List<?> words)) {
                return Optional.empty();
            }
            var actions = EnumSet.noneOf(Action.class);
            for (var action : Action.values()) {
                if (words.contains(action.word())) {
                    actions.add(action);
                }
            }
            long incarnation = map.get(INCARNATION) instanceof Long id ? id : 0;
            if (!actions.isEmpty()) {
                access.add(new Access(new Resource(type, name), incarnation, actions));
            }
        }
        return Optional.of(access);
    }
}
