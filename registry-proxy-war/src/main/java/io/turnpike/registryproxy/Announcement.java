package io.turnpike.registryproxy;

import io.turnpike.registry.HandOver;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Tells the gateways of a RegistryProxy, for as long as it serves. Every few seconds a thread of its own asks whether it does; only
 * then is the check in the registry renewed. So the check of a process that is frozen, or whose Thrift server hangs, lapses. Safe for
 * use by several threads at once.
 */
public final class Announcement implements AutoCloseable {

    /** The check's: dead after ten seconds of silence. */
    public static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(10), Duration.ofSeconds(70));

    private static final System.Logger LOG = System.getLogger(Announcement.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Duration IMPATIENT_INTERVAL = Duration.ofMillis(500);
    private static final long CLOSE_MILLIS = 10_000;
    private static final String NOT_YET = "not announced yet";

    /** Where it is announced. */
    public interface Place {

        /** Shows it anew. */
        void begin(ServiceInstance instance) throws RegistryUnavailableException;

        /** Says that it still serves. */
        void renew(ServiceInstance instance) throws RegistryUnavailableException;

        /** Takes it away. */
        void end(ServiceInstance instance) throws RegistryUnavailableException;
    }

    private final Place place;
    private final ServiceInstance instance;
    private final BooleanSupplier serves;
    private final Duration interval;
    private final Thread thread;

    // Guarded by this.
    private boolean closed;
    private boolean announced;
    private AnnouncementStatus status = new AnnouncementStatus(0, false, NOT_YET);

    /**
     * Begins to announce.
     *
     * @param address where gateways reach it
     * @param serves whether it serves; may take a second or two
     */
    public Announcement(
            Place place,
            ServerIdCodec serverIds,
            String address,
            int port,
            InstantSource clock,
            BooleanSupplier serves) {
        this(place, serverIds, address, port, clock, serves, INTERVAL);
    }

    Announcement(
            Place place,
            ServerIdCodec serverIds,
            String address,
            int port,
            InstantSource clock,
            BooleanSupplier serves,
            Duration interval) {
        this.place = place;
        this.instance = serverIds.issue(new ServiceInstance(
                "", HandOver.PROXY_SERVICE, HandOver.PROXY_OWNER, address, port, 1, clock.instant()));
        this.serves = serves;
        this.interval = interval;
        this.thread = new Thread(this::run, "turnpike-registry-proxy-announcement");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** How it stands. */
    public synchronized AnnouncementStatus status() {
        return status;
    }

    private void run() {
        while (true) {
            boolean well = stepSafely();
            if (!pause(well || interval.compareTo(IMPATIENT_INTERVAL) < 0 ? interval : IMPATIENT_INTERVAL)) {
                return;
            }
        }
    }

    /** Errors too: a server that deploys closes archives under whoever loads classes just then. */
    private boolean stepSafely() {
        try {
            return step();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Announcing this RegistryProxy failed in a way that was not foreseen; it goes on", e);
            return false;
        }
    }

    private boolean step() {
        boolean first;
        synchronized (this) {
            first = !announced;
        }
        if (!serves.getAsBoolean()) {
            note(new AnnouncementStatus(status().misses() + 1, !first, "the Thrift server does not answer"));
            return false;
        }
        try {
            if (first) {
                place.begin(instance);
            } else {
                place.renew(instance);
            }
        } catch (RegistryUnavailableException e) {
            note(new AnnouncementStatus(0, !first, String.valueOf(e.getMessage())));
            return false;
        }
        synchronized (this) {
            announced = true;
        }
        note(new AnnouncementStatus(0, true, ""));
        return true;
    }

    /** What changes is told once. */
    private void note(AnnouncementStatus now) {
        AnnouncementStatus before;
        synchronized (this) {
            before = status;
            status = now;
        }
        if (now.detail().equals(before.detail())) {
            return;
        }
        if (now.detail().isEmpty()) {
            LOG.log(Level.INFO, "Gateways find this RegistryProxy at {0}:{1}", instance.address(), port());
        } else if (!now.announced() && before.detail().equals(NOT_YET)) {
            // It has only begun; should it stay so, that shows in its health, and a change of the reason is told.
            LOG.log(
                    Level.INFO,
                    "Gateways do not find this RegistryProxy at {0}:{1} yet: {2}",
                    instance.address(),
                    port(),
                    now.detail());
        } else {
            LOG.log(
                    Level.WARNING,
                    "Gateways will not find this RegistryProxy at {0}:{1}: {2}",
                    instance.address(),
                    port(),
                    now.detail());
        }
    }

    private String port() {
        return Integer.toString(instance.port());
    }

    private synchronized boolean pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        try {
            for (long left = length.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    /** Takes it out of the registry, so that gateways ask it for nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
            place.end(instance);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RegistryUnavailableException e) {
            LOG.log(Level.WARNING, "The registry could not be told that this RegistryProxy ends: {0}", e.getMessage());
        }
    }
}
