package dev.berth.auth.token;

import dev.berth.auth.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a client asks a token for: `type[(class)]:name:action[,action…]`.
///
/// - The type ends at the first colon, the actions begin after the last: a name may contain
///   `host:port/`. The class, once used for plugins, is read and dropped.
/// - `actions` as asked for, also words that we do not know; `*` asks for all.
/// - Source: Docker registry v2 token scope documentation.
public record Scope(Resource resource, Set<String> actions) {
    static final String EVERYTHING = "*";

    /// Bound the size of a token, which travels in a header: 4 KiB of scopes give 6 KiB of token.
    private static final int CHARACTERS_MAX = 4096;

    private static final int SCOPES_MAX = 64;

    public Scope {
        actions = Set.copyOf(actions);
    }

    /// Reads `scope` parameters, each of which may hold several scopes between spaces; empty if
    /// one of them is malformed, or if there are more than 64 or longer than 4096 characters.
    public static Optional<List<Scope>> parseAll(List<String> parameters) {
        var scopes = new ArrayList<Scope>();
        int characters = 0;
        for (var parameter : parameters) {
            characters += parameter.length();
            if (characters > CHARACTERS_MAX) {
                return Optional.empty();
            }
            for (var text : parameter.split(" ", -1)) {
                if (text.isEmpty()) {
                    continue;
                }
                var scope = parse(text);
                if (scope.isEmpty() || scopes.size() == SCOPES_MAX) {
                    return Optional.empty();
                }
                scopes.add(scope.get());
            }
        }
        return Optional.of(List.copyOf(scopes));
    }

    /// Reads one scope; empty if it is malformed.
    public static Optional<Scope> parse(String text) {
        int typeEnd = text.indexOf(':');
        int actionsStart = text.lastIndexOf(':');
        if (typeEnd <= 0 || actionsStart <= typeEnd + 1 || !isPlain(text)) {
            return Optional.empty();
        }
        var type = withoutClass(text.substring(0, typeEnd));
        var actions = Set.copyOf(List.of(text.substring(actionsStart + 1).split(",")));
        return type.map(plain ->
                new Scope(new Resource(plain, text.substring(typeEnd + 1, actionsStart)), actions));
    }

    boolean asksFor(String action) {
        return actions.contains(action) || actions.contains(EVERYTHING);
    }

    private static Optional<String> withoutClass(String type) {
        int open = type.indexOf('(');
        if (open < 0) {
            return type.indexOf(')') < 0 ? Optional.of(type) : Optional.empty();
        }
        return open > 0 && type.indexOf(')') == type.length() - 1
                ? Optional.of(type.substring(0, open))
                : Optional.empty();
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
    }
}
