package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.SnapshotHolder;
import java.util.List;

/** A snapshot that has been built and holds on to its clients; see {@link SnapshotPublisher}. */
record PreparedSnapshot(SnapshotHolder snapshots, GatewaySnapshot snapshot) implements SnapshotPublisher.Prepared {

    @Override
    public void publish() {
        snapshots.publish(snapshot);
    }

    /** A holder of its own lets go of the clients when it is closed. */
    @Override
    public void discard() {
        try (SnapshotHolder nobodys = new SnapshotHolder()) {
            nobodys.publish(snapshot);
        }
    }

    @Override
    public Shadows shadows() {
        return new Shadows() {
            @Override
            public List<ShadowedRoute> all() {
                return snapshot.shadowed();
            }

            @Override
            public List<ShadowedRoute> of(String routeId) {
                return snapshot.shadowed(routeId);
            }
        };
    }
}
