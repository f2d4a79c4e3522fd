package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.Set;

/** When another node is tried, by the rules of nginx's {@code proxy_next_upstream}; see reference 001. Immutable. */
final class FailoverPolicy {

    /** RFC 9110, section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final HttpTarget.Failover failover;

    FailoverPolicy(HttpTarget.Failover failover) {
        this.failover = failover;
    }

    /**
     * How far a request has come.
     *
     * @param method its verb
     * @param sent whether its head has been sent to a node
     * @param spent whether a byte of its body has been
     * @param tries how many nodes have been tried
     * @param sinceNanos how long ago the first one was
     */
    record Progress(String method, boolean sent, boolean spent, int tries, long sinceNanos) {}

    /** Whether a status is passed over as long as there is another node. */
    boolean lists(int status) {
        return failover.on().contains("http_" + status);
    }

    /** Whether another node may be tried after a failure. */
    boolean permits(Failure.Kind kind, Progress progress) {
        return failover.on().contains(kind.word()) && permits(progress);
    }

    /** Whether another node may be tried after a status. */
    boolean permits(int status, Progress progress) {
        return lists(status) && permits(progress);
    }

    static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    private boolean permits(Progress progress) {
        boolean repeatable = !progress.spent()
                && (!progress.sent()
                        || isIdempotent(progress.method())
                        || failover.on().contains("non_idempotent"));
        return repeatable
                && (failover.tries() == 0 || progress.tries() < failover.tries())
                && failover.timeout()
                        .map(timeout -> progress.sinceNanos() < timeout.toNanos())
                        .orElse(true);
    }
}
