package io.turnpike.it.scenario;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.HaProxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls at a constant rate and registrations at a lower one, through HAProxy, until closed. Tells apart what HAProxy says of a gateway
 * that is known to be dead from everything else that is not what was asked for.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int CALLERS = 3;
    private static final long CALL_PERIOD_NANOS = 25_000_000;
    private static final long REGISTRATION_PERIOD_NANOS = 250_000_000;

    private final Owner owner;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger apart = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Owner> registered = new CopyOnWriteArrayList<>();
    private final LoadThreads threads = new LoadThreads();
    private volatile @Nullable String dead;
    private volatile String lastServer = "";
    private volatile boolean closed;

    SteadyLoad(Owner owner) {
        this.owner = owner;
        for (int i = 0; i < CALLERS; i++) {
            run("call", CALL_PERIOD_NANOS, this::call);
        }
        run("register", REGISTRATION_PERIOD_NANOS, this::register);
    }

    private void run(String what, long periodNanos, Runnable step) {
        threads.start(what + " of " + owner.service(), () -> {
            long next = System.nanoTime();
            while (!closed) {
                step.run();
                next += periodNanos;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
    }

    private void call() {
        String deadAtFirst = dead;
        try {
            Answer answer = owner.call("getAsset", "{\"ID\":\"1\"}");
            String server = answer.header(HaProxy.SERVED_BY);
            if (answer.status() == 200) {
                answered.incrementAndGet();
                lastServer = server;
            } else if (answer.mediaType().equals("text/plain") && (server.equals(dead) || server.equals(deadAtFirst))) {
                apart.incrementAndGet();
            } else {
                failures.add(answer.toString());
            }
        } catch (RuntimeException e) {
            hungUp(e, deadAtFirst);
        }
    }

    /**
     * Where HAProxy has sent a request on a connection that was kept, and it broke before a byte came back, it does to the client as
     * was done to it. That is a call in flight on the dead gateway; there can be one for each of our connections.
     */
    private void hungUp(RuntimeException e, @Nullable String deadAtFirst) {
        if ((dead != null || deadAtFirst != null)
                && String.valueOf(e.getMessage()).contains("received no bytes")
                && hungUp.incrementAndGet() <= CALLERS + 1) {
            apart.incrementAndGet();
        } else {
            failures.add(e.toString());
        }
    }

    /** What is not answered by 200 may be refused, or not be known of; what is answered so must last. */
    private void register() {
        String deadAtFirst = dead;
        String id = Owner.unique("steady");
        String service = Owner.unique("Steady");
        try {
            Answer answer = owner.gateway()
                    .post(
                            "/register",
                            Owner.document(id, service, Resource.ECHO).toString());
            if (answer.status() == 200) {
                registered.add(
                        new Owner(owner.gateway(), id, service, answer.object().getString("API-Key")));
            }
        } catch (RuntimeException e) {
            hungUp(e, deadAtFirst);
        }
    }

    /** From now on this server of HAProxy is dead; null: none is. */
    void dead(@Nullable String server) {
        dead = server;
    }

    /** Calls that were answered as they should be. */
    int answered() {
        return answered.get();
    }

    /** Calls in flight on the dead gateway, or refused by it. */
    int apart() {
        return apart.get();
    }

    /** Which gateway the last good answer was of. */
    String lastServer() {
        return lastServer;
    }

    /** Calls that failed, but for those {@link #apart}. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Whoever was answered to be registered. */
    List<Owner> registered() {
        return List.copyOf(registered);
    }

    @Override
    public void close() {
        closed = true;
        threads.join();
    }
}
