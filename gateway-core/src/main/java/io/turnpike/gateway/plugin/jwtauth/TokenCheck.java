package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.Key;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * What a token must be to be accepted (RFC 7519, section 7.2; RFC 8725). Immutable.
 *
 * @param algorithms that it may be signed with; {@code none} is not among them
 * @param issuer the {@code iss} claim; the empty text for any
 * @param audience one of them must be in the {@code aud} claim; empty for any
 * @param required claims that must be there
 * @param skew how far clocks may be apart
 */
record TokenCheck(
        Set<JWSAlgorithm> algorithms, String issuer, Set<String> audience, Set<String> required, Duration skew) {

    private static final DefaultJWSVerifierFactory VERIFIERS = new DefaultJWSVerifierFactory();

    /** A token cannot be accepted; the message says why, and may be shown to the client. */
    static final class RejectedException extends Exception {

        private static final long serialVersionUID = 1;

        RejectedException(String message) {
            super(message, null, false, false);
        }
    }

    /** A token whose signature has not been checked, but whose algorithm is allowed. */
    SignedJWT parse(String text) throws RejectedException {
        SignedJWT token;
        try {
            token = SignedJWT.parse(text);
        } catch (ParseException e) {
            throw new RejectedException("The token is not a signed JWT");
        }
        if (!algorithms.contains(token.getHeader().getAlgorithm())) {
            throw new RejectedException("The token is signed with an algorithm that is not accepted");
        }
        return token;
    }

    /** The claims of a token that is signed by one of the keys and holds now. */
    JWTClaimsSet claims(SignedJWT token, List<JWK> keys, Instant now) throws RejectedException {
        if (!isSigned(token, keys)) {
            throw new RejectedException(
                    keys.isEmpty() ? "The token is signed with an unknown key" : "The token's signature is wrong");
        }
        JWTClaimsSet claims;
        try {
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new RejectedException("The token's claims are not JSON");
        }
        requireTime(claims, now);
        if (!issuer.isEmpty() && !issuer.equals(claims.getIssuer())) {
            throw new RejectedException("The token is of another issuer");
        }
        if (!audience.isEmpty() && Collections.disjoint(audience, claims.getAudience())) {
            throw new RejectedException("The token is for another audience");
        }
        for (String claim : required) {
            if (claims.getClaim(claim) == null) {
                throw new RejectedException("The token has no claim " + claim);
            }
        }
        return claims;
    }

    private void requireTime(JWTClaimsSet claims, Instant now) throws RejectedException {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new RejectedException("The token has no claim exp");
        }
        if (!now.minus(skew).isBefore(expires.toInstant())) {
            throw new RejectedException("The token has expired");
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && now.plus(skew).isBefore(begins.toInstant())) {
            throw new RejectedException("The token does not hold yet");
        }
    }

    private static boolean isSigned(SignedJWT token, List<JWK> keys) {
        for (Key key : KeyConverter.toJavaKeys(keys)) {
            if (key instanceof PublicKey || key instanceof SecretKey) {
                try {
                    JWSVerifier verifier = VERIFIERS.createJWSVerifier(token.getHeader(), key);
                    if (token.verify(verifier)) {
                        return true;
                    }
                } catch (JOSEException e) {
                    // This key cannot have signed it.
                }
            }
        }
        return false;
    }
}
