package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One running Python peer with the Kitchen service per gateway and framing, found by {@code auto}; they end with the JVM. */
final class Kitchens {

    private static final Map<String, Owner> OPEN = new ConcurrentHashMap<>();

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
        owner.connect(peer.port());
        Await.until("the first call answered", Duration.ofSeconds(20), () -> {
            assertThat(owner.call("whoami", "").status()).isEqualTo(200);
            return owner;
        });
        return owner;
    }
}
