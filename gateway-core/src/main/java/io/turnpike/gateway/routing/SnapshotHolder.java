package io.turnpike.gateway.routing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds the snapshot that requests are answered by. Safe for use by several threads at once; reading is one volatile read. */
public final class SnapshotHolder implements AutoCloseable {

    private final AtomicReference<@Nullable GatewaySnapshot> current = new AtomicReference<>();

    /** The current snapshot; empty until the first one is published. */
    public Optional<GatewaySnapshot> current() {
        return Optional.ofNullable(current.get());
    }

    /** Makes a snapshot the current one; the former one's clients are released when its last request is done. */
    public void publish(GatewaySnapshot next) {
        replace(next);
    }

    /** Releases the current snapshot. */
    @Override
    public void close() {
        replace(null);
    }

    /**
     * The current snapshot, held on to; null if there is none. A snapshot that is replaced between the read and the hold has
     * a successor, so a second look finds that one.
     */
    @Nullable
    GatewaySnapshot retainCurrent() {
        GatewaySnapshot snapshot = current.get();
        while (snapshot != null && !snapshot.retain()) {
            snapshot = current.get();
        }
        return snapshot;
    }

    private void replace(@Nullable GatewaySnapshot next) {
        GatewaySnapshot former = current.getAndSet(next);
        if (former != null) {
            if (next != null) {
                next.succeed(former);
            }
            former.release();
        }
    }
}
