package dev.berth.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.berth.auth.KeyedHash;
import dev.berth.auth.KeyedHash.Fingerprint;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.waiting.Waits;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Issues and verifies tokens.
///
/// - Verified access tokens are remembered under a keyed hash, so that a request costs one hash and
///   no JSON; a remembered one is refused when it expires and when its key is gone.
/// - Clocks may differ by a minute.
public final class Tokens {
    static final Duration LEEWAY = Duration.ofMinutes(1);

    private static final JOSEObjectType ACCESS = JOSEObjectType.JWT;
    private static final JOSEObjectType REFRESH = new JOSEObjectType("refresh+jwt");

    /// RFC 7515 §3.1. The library skips what is no base64url; we refuse it.
    private static final Pattern IS_TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    /// The longest token we look at; ours have at most half of it.
    private static final int CHARACTERS_MAX = 16 * 1024;

    private static final int REMEMBERED_MAX = 50_000;

    private final SigningKeys keys;
    private final TokenPolicy policy;
    private final Supplier<Duration> lifetime;
    private final Clock clock;
    private final KeyedHash keyedHash = KeyedHash.random();
    private final Cache<Fingerprint, AccessToken> verified;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    public Tokens(SigningKeys keys, TokenPolicy policy, Clock clock) {
        this(keys, policy, policy::lifetime, clock);
    }

    /// As the other, with a lifetime that may change while this runs.
    ///
    /// @param lifetime how long an access token is valid that is issued now
    public Tokens(SigningKeys keys, TokenPolicy policy, Supplier<Duration> lifetime, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.lifetime = lifetime;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(policy.lifetime().plus(LEEWAY))
                .build();
    }

    /// A token that opens what `access` says, as far as `subject` may.
    public IssuedToken issue(Subject subject, List<Access> access) {
        var claims = Claims.of(subject).claim(Claims.ACCESS, Claims.write(access));
        return sign(ACCESS, policy.service(), claims, lifetime.get());
    }

    /// A token with which its holder gets access tokens, and nothing else.
    public IssuedToken issueRefresh(Subject.Holder holder) {
        return sign(REFRESH, policy.refreshAudience(), Claims.of(holder), policy.refreshLifetime());
    }

    /// What an access token says; empty if it is not one of ours, or has expired.
    public Optional<AccessToken> verify(String token) {
        if (token.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        var fingerprint = keyedHash.of(token);
        var known = verified.getIfPresent(fingerprint);
        if (known != null) {
            hits.increment();
            return Optional.of(known).filter(this::isStillGood);
        }
        Waits.begin();
        misses.increment();
        var read = open(token, ACCESS, policy.service()).flatMap(Claims::readAccessToken);
        read.ifPresent(accessToken -> verified.put(fingerprint, accessToken));
        return read;
    }

    /// Whose refresh token it is; empty if it is none of ours, or has expired.
    public Optional<Subject.Holder> verifyRefresh(String token) {
        return token.length() > CHARACTERS_MAX
                ? Optional.empty()
                : open(token, REFRESH, policy.refreshAudience()).flatMap(Claims::readHolder);
    }

    /// How often a token was remembered, how often not, and how many are.
    public ExactCache.Statistics remembered() {
        return new ExactCache.Statistics(hits.sum(), misses.sum(), verified.estimatedSize());
    }

    private boolean isStillGood(AccessToken token) {
        return clock.instant().isBefore(token.expiresAt().plus(LEEWAY))
                && keys.find(token.keyId()).isPresent();
    }

    private IssuedToken sign(
            JOSEObjectType type, String audience, JWTClaimsSet.Builder claims, Duration lifetime) {
        var now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        var key = keys.signer();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type)
                .keyID(key.id())
                .build();
        var complete = claims.issuer(policy.issuer())
                .audience(audience)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        var jwt = new SignedJWT(header, complete);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("key " + key.id() + " cannot sign", e);
        }
        return new IssuedToken(Secret.of(jwt.serialize()), now, lifetime);
    }

    /// The claims of a token whose signature, type, issuer, audience and times are right.
    private Optional<Opened> open(String token, JOSEObjectType type, String audience) {
        if (!IS_TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            var jwt = SignedJWT.parse(token);
            var header = jwt.getHeader();
            // One algorithm, and a key of our own: whatever else the header brings is not looked
            // at.
            if (!JWSAlgorithm.RS256.equals(header.getAlgorithm())
                    || !type.equals(header.getType())
                    || header.getKeyID() == null) {
                return Optional.empty();
            }
            var key = keys.find(header.getKeyID());
            if (key.isEmpty() || !jwt.verify(new RSASSAVerifier(key.get().publicKey()))) {
                return Optional.empty();
            }
            return Optional.of(new Opened(jwt.getJWTClaimsSet(), key.get().id()))
                    .filter(opened -> isForUsNow(opened.claims(), audience));
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    /// Verified claims, and by which key.
    record Opened(JWTClaimsSet claims, String keyId) {}

    private boolean isForUsNow(JWTClaimsSet claims, String audience) {
        var now = clock.instant();
        return policy.issuer().equals(claims.getIssuer())
                && claims.getAudience().equals(List.of(audience))
                && isPast(claims.getIssueTime(), now.plus(LEEWAY))
                && isPast(claims.getNotBeforeTime(), now.plus(LEEWAY))
                && isFuture(claims.getExpirationTime(), now.minus(LEEWAY));
    }

    private static boolean isPast(@Nullable Date time, Instant now) {
        return time != null && !time.toInstant().isAfter(now);
    }

    private static boolean isFuture(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now);
    }
}
