package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.StoreOpener;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Registrations with their publisher, as one gateway has them. */
final class Node implements AutoCloseable {

    static final Duration RARELY = Duration.ofMinutes(10);

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long DEADLINE_NANOS = Duration.ofSeconds(20).toNanos();

    /** Revisions published and, as negative numbers, discarded. */
    final List<Long> published = Collections.synchronizedList(new ArrayList<>());

    final String id = "node-" + NUMBERS.incrementAndGet();
    final Registrations registrations;
    volatile boolean cannotBuild;

    /** The plugins that were published last. */
    volatile PluginBindings bindings = PluginBindings.NONE;

    /** How often something could not be built. */
    final AtomicInteger failures = new AtomicInteger();

    /** @param poll how often the store is asked for changes; that it is asked for a sign of life alone comes rarely */
    Node(StoreOpener opener, Duration poll) {
        this(opener, poll, Clock.systemUTC());
    }

    Node(StoreOpener opener, Duration poll, Clock clock) {
        this(opener, poll, clock, GlobalOverlay.NONE);
    }

    Node(StoreOpener opener, Duration poll, Clock clock, GlobalOverlay overlay) {
        registrations = new Registrations(
                opener,
                new ServiceCompiler(),
                this::prepare,
                clock,
                new SecureRandom(),
                new NodeIdentity(id, "host", 4200, "1.0", clock.instant()),
                new StoreTimings(poll, RARELY, Duration.ofMillis(20), Duration.ofMinutes(1)),
                overlay);
    }

    /** Begins, and waits until everything is loaded. */
    Node started() {
        registrations.start();
        await(registrations::ready);
        return this;
    }

    SnapshotPublisher.Prepared prepare(
            long revision,
            Collection<CompiledService> services,
            Collection<CheckedRoute> routes,
            PluginBindings bindings) {
        if (cannotBuild) {
            failures.incrementAndGet();
            throw new IllegalStateException("cannot be built");
        }
        return new SnapshotPublisher.Prepared() {
            @Override
            public void publish() {
                published.add(revision);
                Node.this.bindings = bindings;
            }

            @Override
            public void discard() {
                published.add(-revision);
            }

            @Override
            public Shadows shadows() {
                return Shadows.NONE;
            }
        };
    }

    String register(String body) throws Exception {
        return registrations
                .register(Requests.registration(body), Terms.by("open"))
                .keys()
                .get(0);
    }

    void update(String ownerId, String body) throws Exception {
        registrations.update(ownerId, Requests.registration(body), Terms.by("master"));
    }

    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NANOS);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        registrations.stop();
    }
}
