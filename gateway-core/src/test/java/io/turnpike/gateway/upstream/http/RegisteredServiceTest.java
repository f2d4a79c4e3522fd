package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.routing.rule.HttpTargets;
import io.turnpike.registry.ServiceInstance;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A target whose nodes are the live servers of a registered service. */
class RegisteredServiceTest {

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void open_serversComeAndGo_areFollowed() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient client = gateway.transport.open(HttpTargets.service("Catalogue"), "owner", null);
            assertThat(send(client, get()).awaitProblem().error()).isEqualTo(GatewayError.NO_LIVE_INSTANCE);

            ServiceInstance server = instance("id1", "owner", node.port());
            gateway.registry.register(server);
            await(() -> client.nodes().size() == 1);
            HttpNode known = client.nodes().get(0);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);

            gateway.registry.leave(server);
            await(() -> client.nodes().isEmpty());
            await(() -> known.connections() == 0);
        }
    }

    @Test
    void open_serversOfAnotherOwner_areNotCalled() throws Exception {
        gateway.registry.register(instance("id1", "other", 9));
        gateway.registry.register(instance("id2", "owner", 10));
        gateway.registry.register(instance("id3", "", 11));

        HttpClient client = gateway.transport.open(HttpTargets.service("Catalogue"), "owner", null);

        assertThat(client.nodes().stream().map(each -> each.address().port())).containsExactly(10, 11);
    }

    static ServiceInstance instance(String id, String owner, int port) {
        return new ServiceInstance(id, "Catalogue", owner, "127.0.0.1", port, 1, Instant.EPOCH);
    }
}
