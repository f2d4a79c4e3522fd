package io.turnpike.gateway.handover;

import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.thrift.EndpointState;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MethodTranscoder;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * One RegistryProxy and whether it is worth asking. After a fault it is put aside for a while; then one request tries it again,
 * and the others follow when that one has been answered. Safe for use by several threads at once.
 */
public final class ProxyPeer {

    /** How long it is put aside after a fault. The registry takes one that stays dead out in about the same time. */
    static final Duration ASIDE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(ProxyPeer.class.getName());

    private final String name;
    private final ServiceInstance instance;
    private final ThriftClient client;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private boolean suspect;
    private boolean beingTried;
    private long asideUntilNanos;
    private boolean everAnswered;
    private long answeredNanos;

    ProxyPeer(String name, ServiceInstance instance, ThriftClient client, LongSupplier nanoTime) {
        this.name = name;
        this.instance = instance;
        this.client = client;
        this.nanoTime = nanoTime;
    }

    String name() {
        return name;
    }

    ServiceInstance instance() {
        return instance;
    }

    /**
     * Whether a request may be handed to it now. One that is put aside takes a single request each time the pause is over, which
     * is at the same time the beginning of the next pause.
     */
    boolean take() {
        if (!reachable()) {
            return false;
        }
        synchronized (this) {
            if (!suspect) {
                return true;
            }
            long now = nanoTime.getAsLong();
            if (now - asideUntilNanos < 0) {
                return false;
            }
            asideUntilNanos = now + ASIDE.toNanos();
            beingTried = true;
            return true;
        }
    }

    /** Whether it is asked at present. */
    boolean usable() {
        synchronized (this) {
            if (suspect) {
                return false;
            }
        }
        return reachable();
    }

    CompletionStage<Response> call(MethodTranscoder method, byte[] json) {
        return client.call(method, CallInput.ofBody(json));
    }

    /** It has answered something. */
    void answered() {
        synchronized (this) {
            everAnswered = true;
            answeredNanos = nanoTime.getAsLong();
        }
    }

    /** It has done what it was asked for. What was asked before it was put aside says nothing of the fault that came later. */
    void worked() {
        synchronized (this) {
            if (!beingTried) {
                return;
            }
            suspect = false;
            beingTried = false;
        }
        LOG.log(Level.INFO, describe() + " works again: requests are handed over to it");
    }

    /**
     * It has not answered in time. One that has answered others meanwhile has too much to do, and would not get less if the gateway
     * did all of it; one that has not is {@linkplain #putAside put aside}.
     *
     * @param askedNanos when it was asked
     */
    void isLate(long askedNanos, String why) {
        synchronized (this) {
            if (!suspect && everAnswered && answeredNanos - askedNanos > 0) {
                return;
            }
        }
        putAside(why);
    }

    /** It has done what it must not do: nothing is handed to it for {@link #ASIDE}. The first time in a row is logged. */
    void putAside(String why) {
        boolean first;
        synchronized (this) {
            first = !suspect;
            suspect = true;
            beingTried = false;
            asideUntilNanos = nanoTime.getAsLong() + ASIDE.toNanos();
        }
        if (first) {
            LOG.log(
                    Level.WARNING,
                    describe() + " is put aside: " + LogText.oneLine(why)
                            + "; the gateway does the work itself, and tries it again every " + ASIDE.toSeconds()
                            + " s");
        }
    }

    void close() {
        client.close();
    }

    private boolean reachable() {
        return client.endpoints().stream().anyMatch(endpoint -> endpoint.state() == EndpointState.REACHABLE);
    }

    private String describe() {
        String host = instance.address();
        return name + " at " + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + instance.port();
    }
}
