package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One running Python peer with the Kitchen service per gateway and framing, found by {@code auto}; they end with the JVM,
 * and so do their heartbeats: however long the tests take, none is put aside.
 */
final class Kitchens {

    private static final Map<String, Owner> OPEN = new ConcurrentHashMap<>();
    private static final Collection<Beats> HEARTBEATS = new ConcurrentLinkedQueue<>();

    private Kitchens() {}

    /** The Kitchen behind a gateway, started and registered at the first call. */
    static Owner at(Gateway gateway, Framing framing) {
        ThriftPeer.requirePython();
        return OPEN.computeIfAbsent(gateway.address() + framing, key -> open(gateway, framing));
    }

    private static Owner open(Gateway gateway, Framing framing) {
        ThriftPeer peer = ThriftPeer.start(framing);
        Owner owner = Owner.register(
                gateway,
                Resource.KITCHEN,
                Map.of(),
                Owner.path("*", "*"),
                Owner.path("minus", "subtract"),
                Owner.path("lost", "fail", "NotFound", 404));
        HEARTBEATS.add(new Beats(owner, owner.connect(peer.port())));
        Await.until("the first call answered", Duration.ofSeconds(20), () -> {
            assertThat(owner.call("whoami", "").status()).isEqualTo(200);
            return owner;
        });
        return owner;
    }
}
