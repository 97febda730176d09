package dev.berth.auth.http;

import dev.berth.auth.password.PasswordRules;
import dev.berth.auth.token.TokenPolicy;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.time.Duration;
import java.util.Optional;

/// Who gets in, and how, as configured.
///
/// - `tokens`: service name and lifetimes. `signingKeyLifetime`: how long a key signs.
/// - `identityTokens`: whether `docker login` gets a refresh token to keep in place of the
/// password.
/// - `adminPassword`: only for the first start.
public record AuthSettings(
        TokenPolicy tokens,
        Duration signingKeyLifetime,
        boolean identityTokens,
        boolean anonymousPing,
        ChallengeScheme challenge,
        Optional<Secret> adminPassword) {
    private static final String SERVICE_FORM = "1 to 64 letters, digits, dots, colons and hyphens";

    static final Setting<String> SERVICE = new Setting<>(
            "auth.service",
            Kind.of(SERVICE_FORM, AuthSettings::parseService),
            "berth",
            "Names this registry in tokens. A token for one service is worth nothing at another,"
                    + " so give each installation a name of its own.");
    static final Setting<Duration> TOKEN_LIFETIME = new Setting<>(
            "auth.token-lifetime",
            Kind.duration("60s", "24h"),
            "30m",
            "How long a token is valid. What its account may do is checked at each request all the"
                    + " same. Once an administrator has set `token_expiration`, that counts.");
    static final Setting<Duration> REFRESH_TOKEN_LIFETIME = new Setting<>(
            "auth.refresh-token-lifetime",
            Kind.duration("1h", "365d"),
            "30d",
            "How long a refresh token is valid.");
    static final Setting<Boolean> IDENTITY_TOKENS = new Setting<>(
            "auth.identity-tokens",
            Kind.bool(),
            "false",
            "Whether `docker login` gets a refresh token, which it keeps in place of the password."
                    + " Kubernetes cannot use such a login as a pull secret.");
    static final Setting<Duration> SIGNING_KEY_LIFETIME = new Setting<>(
            "auth.signing-key-lifetime",
            Kind.duration("1d", "3650d"),
            "30d",
            "How long a key signs tokens before the next one does.");
    static final Setting<Boolean> ANONYMOUS_PING = new Setting<>(
            "auth.anonymous-ping",
            Kind.bool(),
            "false",
            "Whether `/v2/` answers without credentials. Docker then never logs in, so it is for"
                    + " registries without accounts.");
    static final Setting<ChallengeScheme> CHALLENGE = new Setting<>(
            "auth.challenge",
            Kind.oneOf(ChallengeScheme.class),
            "bearer",
            "What callers without credentials are asked for. Both are accepted in any case.");
    static final Setting<Optional<Secret>> ADMIN_PASSWORD = new Setting<>(
            "auth.admin-password",
            Kind.secret(),
            "",
            "The password of the account `admin`, used at the first start only. Without it one is"
                    + " generated and printed once.");

    /// Reads and checks all of them.
    public static AuthSettings from(Settings settings) {
        var tokens = new TokenPolicy(
                settings.value(SERVICE),
                settings.value(TOKEN_LIFETIME),
                settings.value(REFRESH_TOKEN_LIFETIME));
        var read = new AuthSettings(
                tokens,
                settings.value(SIGNING_KEY_LIFETIME),
                settings.value(IDENTITY_TOKENS),
                settings.value(ANONYMOUS_PING),
                settings.value(CHALLENGE),
                settings.value(ADMIN_PASSWORD));
        read.adminPassword()
                .flatMap(password -> PasswordRules.refusal("admin", password))
                .ifPresent(refusal -> settings.refuse(ADMIN_PASSWORD, refusal));
        return read;
    }

    private static String parseService(String text) {
        if (!text.matches("[A-Za-z0-9.:-]{1,64}")) {
            throw new IllegalArgumentException("write " + SERVICE_FORM);
        }
        return text;
    }
}
