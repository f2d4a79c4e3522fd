package io.turnpike.gateway.upstream.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which client gets the idle connections of which. Knows open clients only: where an heir is closed first, its own heir takes its place. Guarded by
 * the transport's lock.
 */
final class Succession {

    private final Map<HttpClient, HttpClient> heirs = new HashMap<>();
    private final Map<HttpClient, Set<HttpClient>> formers = new HashMap<>();

    /** {@code heir} takes the place of a former client, and of whoever was to take it before; both are open. */
    void put(HttpClient former, HttpClient heir) {
        HttpClient known = heirs.put(former, heir);
        if (known != null) {
            removeFormer(known, former);
        }
        formers.computeIfAbsent(heir, each -> new LinkedHashSet<>()).add(former);
    }

    /** A client is closed: who gets its idle connections, and from now on those of its formers; null if nobody. */
    @Nullable
    HttpClient remove(HttpClient closed) {
        HttpClient heir = heirs.remove(closed);
        if (heir != null) {
            removeFormer(heir, closed);
        }
        Set<HttpClient> orphans = formers.remove(closed);
        if (orphans != null) {
            for (HttpClient orphan : orphans) {
                heirs.remove(orphan);
                if (heir != null && heir != orphan) {
                    put(orphan, heir);
                }
            }
        }
        return heir;
    }

    private void removeFormer(HttpClient heir, HttpClient former) {
        Set<HttpClient> left = formers.get(heir);
        if (left != null && left.remove(former) && left.isEmpty()) {
            formers.remove(heir);
        }
    }

    /** How many have an heir. */
    int size() {
        return heirs.size();
    }
}
