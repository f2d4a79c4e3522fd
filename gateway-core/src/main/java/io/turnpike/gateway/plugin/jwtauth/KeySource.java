package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The keys that tokens may be signed with. Safe for use by several threads at once. */
interface KeySource {

    /** Those that a token may be meant to be checked with, perhaps none. Fails if no keys are known at all. */
    CompletionStage<List<JWK>> keys(JWKMatcher matcher);
}
