package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import io.turnpike.gateway.plugin.PluginContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JSON Web Key Set elsewhere (RFC 7517). It is fetched when the first token comes, again after a while, and earlier for a token whose
 * key is not known, but so only once in {@link #LEAST_INTERVAL}. While it cannot be fetched the last good one is used. Secret keys of such a set
 * are not used: what everybody can read proves nothing.
 */
final class RemoteKeys implements KeySource {

    static final Duration LEAST_INTERVAL = Duration.ofSeconds(30);

    /** As long as there are none at all. */
    static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    private static final System.Logger LOGGER = System.getLogger(RemoteKeys.class.getName());

    private final String place;
    private final Callable<JWKSet> fetch;
    private final Duration refresh;
    private final PluginContext context;
    private @Nullable JWKSet known;
    private @Nullable CompletableFuture<JWKSet> fetching;
    private long tried;
    private boolean isAway;

    /**
     * @param place where the set is, for people
     * @param fetch brings the set; may block
     * @param refresh how long a set is used
     */
    RemoteKeys(String place, Callable<JWKSet> fetch, Duration refresh, PluginContext context) {
        this.place = place;
        this.fetch = fetch;
        this.refresh = refresh;
        this.context = context;
    }

    @Override
    public CompletionStage<List<JWK>> keys(JWKMatcher matcher) {
        JWKSelector selector = new JWKSelector(matcher);
        JWKSet now;
        CompletableFuture<JWKSet> next;
        synchronized (this) {
            now = known;
            if (now != null) {
                List<JWK> fitting = selector.select(now);
                if (!fitting.isEmpty()) {
                    if (isDue(refresh)) {
                        // This token need not wait for it.
                        var unused = begin();
                    }
                    return CompletableFuture.completedFuture(fitting);
                }
            }
            next = isDue(now == null ? FIRST_INTERVAL : LEAST_INTERVAL) ? begin() : fetching;
        }
        if (next != null) {
            return next.thenApply(selector::select);
        }
        return now == null
                ? CompletableFuture.failedFuture(new IllegalStateException(place + " cannot be fetched"))
                : CompletableFuture.completedFuture(List.of());
    }

    private boolean isDue(Duration interval) {
        return (known == null && !isAway) || context.nanoTime().getAsLong() - tried >= interval.toNanos();
    }

    private CompletableFuture<JWKSet> begin() {
        if (fetching != null) {
            return fetching;
        }
        tried = context.nanoTime().getAsLong();
        CompletableFuture<JWKSet> result = new CompletableFuture<>();
        fetching = result;
        var unused = context.blocking(fetch).whenComplete((set, failure) -> fetched(set, failure, result));
        return result;
    }

    private void fetched(@Nullable JWKSet set, @Nullable Throwable failure, CompletableFuture<JWKSet> result) {
        JWKSet use;
        synchronized (this) {
            if (fetching == result) {
                fetching = null;
            }
            if (set != null) {
                known = new JWKSet(set.getKeys().stream()
                        .filter(key -> !key.getKeyType().equals(KeyType.OCT))
                        .toList());
            }
            // Cancelled: nobody asks this any more.
            if (isAway != (set == null) && !(failure instanceof CancellationException)) {
                isAway = set == null;
                LOGGER.log(
                        isAway ? Level.WARNING : Level.INFO,
                        isAway
                                ? "jwt-auth: " + place + " cannot be fetched, and "
                                        + (known == null ? "no token can be checked: " : "the last keys are used: ")
                                        + failure
                                : "jwt-auth: " + place + " can be fetched again");
            }
            use = known;
        }
        if (use == null) {
            result.completeExceptionally(
                    failure == null ? new IllegalStateException(place + " cannot be fetched") : failure);
        } else {
            result.complete(use);
        }
    }
}
