package dev.peregrine.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.peregrine.gateway.json.CardNumberScan;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Verifies access tokens: RS256 and ES256 only, issuer, audience, times; scopes and tenants are the
 * token's. A token that was verified is remembered by its hash until it ends, since a signature
 * takes longer than all the rest of a request; how many others are verified in a second is limited,
 * so that forged ones cannot keep the event loops busy.
 *
 * <p>Any thread.
 */
final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_VERIFIED_PER_SECOND = 1_000;
    private static final int MAX_SUBJECT = 128;
    private static final String TOKEN = "token:";
    private static final Object NOTHING = List.of();

    private final JwtContext context;
    private final Map<String, Principal> remembered = new ConcurrentHashMap<>();
    private final Map<String, RateLimiter> rates = new ConcurrentHashMap<>();
    private final RateLimiter verifications =
            RateLimiter.of(MAX_VERIFIED_PER_SECOND, MAX_VERIFIED_PER_SECOND, System.nanoTime());
    private volatile Keys keys = new Keys(null);

    /** A set of keys, the same only as itself. */
    private static final class Keys {
        private final DefaultJWTProcessor<SecurityContext> processor;

        Keys(DefaultJWTProcessor<SecurityContext> processor) {
            this.processor = processor;
        }
    }

    TokenVerifier(JwtContext context) {
        this.context = context;
    }

    /**
     * Takes a set of keys in place of the one before; what was verified by that is forgotten.
     *
     * @param origin of the set, in messages
     * @throws AccessException when there is no key in it that can be used
     */
    void keys(String origin, byte[] json) {
        JWKSet set;
        try {
            set = JWKSet.parse(new String(json, StandardCharsets.UTF_8)).toPublicJWKSet();
        } catch (ParseException e) {
            throw new AccessException(origin + ": is no JSON Web Key Set", e);
        }
        List<JWK> usable =
                set.getKeys().stream()
                        .filter(
                                key ->
                                        key.getKeyType().equals(KeyType.RSA)
                                                || key.getKeyType().equals(KeyType.EC))
                        .toList();
        if (usable.isEmpty()) {
            throw new AccessException(origin + ": holds no public RSA or EC key");
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        ALGORITHMS, new ImmutableJWKSet<>(new JWKSet(usable))));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        context.audience(),
                        new JWTClaimsSet.Builder().issuer(context.issuer()).build(),
                        Set.of("exp", "sub"));
        claims.setMaxClockSkew(Math.toIntExact(context.leeway().toSeconds()));
        processor.setJWTClaimsSetVerifier(claims);
        keys = new Keys(processor);
        remembered.clear();
    }

    /** Who gives a token. */
    Verdict authenticate(String token) {
        String hash = KeySecret.sha256(token);
        Principal known = remembered.get(hash);
        if (known != null && known.isValid()) {
            return Verdict.of(known);
        }
        if (verifications.tryAcquire(System.nanoTime()) > 0) {
            return Verdict.of(Denial.BUSY);
        }
        Keys by = keys;
        if (by.processor == null) {
            return Verdict.of(Denial.UNKNOWN);
        }
        try {
            JWTClaimsSet claims = by.processor.process(token, null);
            Principal verified = principal(claims, by);
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(hash, verified);
            return Verdict.of(verified);
        } catch (ExpiredJWTException e) {
            return Verdict.of(Denial.EXPIRED);
        } catch (BadJOSEException | JOSEException | ParseException | RuntimeException e) {
            return Verdict.of(Denial.UNKNOWN);
        }
    }

    private Principal principal(JWTClaimsSet claims, Keys by) throws ParseException {
        String subject = claims.getSubject();
        if (subject.isBlank()
                || subject.length() > MAX_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)
                || CardNumberScan.findsGrouped(subject)) {
            throw new ParseException("sub", 0);
        }
        long endsMs =
                claims.getExpirationTime().toInstant().toEpochMilli() + context.leeway().toMillis();
        BooleanSupplier validity = () -> by == keys && System.currentTimeMillis() < endsMs;
        return new Principal(
                TOKEN + subject, scopes(claims), tenants(claims), rate(subject), validity);
    }

    private RateLimiter rate(String subject) {
        if (rates.size() >= MAX_REMEMBERED) {
            rates.clear();
        }
        return rates.computeIfAbsent(
                subject,
                ignored -> RateLimiter.of(context.rate(), context.burst(), System.nanoTime()));
    }

    /** The {@code scope} of RFC 9068, words in one text, or the list that some issuers make. */
    private static Set<Scope> scopes(JWTClaimsSet claims) throws ParseException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Object claim =
                claims.getClaim("scope") == null
                        ? claims.getClaim("scp")
                        : claims.getClaim("scope");
        for (String text : texts(claim)) {
            for (String word : text.split(" ", -1)) {
                Scope.ofToken(word).ifPresent(scopes::add);
            }
        }
        return scopes;
    }

    private TenantAccess tenants(JWTClaimsSet claims) throws ParseException {
        return new TenantAccess(
                false, Set.of(), new HashSet<>(texts(claims.getClaim(context.tenantClaim()))));
    }

    private static List<String> texts(Object claim) throws ParseException {
        Object value = claim == null ? NOTHING : claim;
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        for (Object item : values) {
            if (!(item instanceof String) && !(item instanceof Number)) {
                throw new ParseException("claim", 0);
            }
        }
        return values.stream().map(Object::toString).filter(text -> !text.isBlank()).toList();
    }
}
