package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.nodes;
import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.routing.rule.HttpTargets.withHost;
import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.routing.ClientSource;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.SnapshotBuilder;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargets;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.Rules;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.thrift.json.MappingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that takes the place of another, because the configuration of its route has changed. */
class HeirTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Gateway gateway = new Gateway();
    private final List<HttpClient> opened = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void open_otherWeights_nodeStaysUnhealthyWithItsFault() throws Exception {
        try (Node sick = Node.answering("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")) {
            HttpClient former = gateway.open(with(target(sick), probe(INTERVAL)));
            await(() -> !former.nodes().get(0).healthy());
            gateway.elapse(Duration.ofSeconds(60));

            HttpClient heir = gateway.open(HttpTargets.weighted(former.target(), 7), former);
            NodeStatus status = heir.status().get(0);
            assertThat(status.state()).isEqualTo(NodeState.UNHEALTHY);
            assertThat(status.weight()).isEqualTo(7);
            assertThat(status.since()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
            assertThat(status.lastFault().orElseThrow().reason()).isEqualTo("status 500");
        }
    }

    /** Two failures in a row are needed: one of each client's probes. */
    @Test
    void open_otherWeights_probesAreCountedOn() throws Exception {
        try (Node sick = Node.answering("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")) {
            HttpTarget.Probe twice = new HttpTarget.Probe(
                    HttpTarget.Probe.Kind.HTTP, "/health", List.of(), INTERVAL, Duration.ofSeconds(2), 2, 1);
            HttpClient former = gateway.open(with(target(sick), twice));
            await(() -> former.status().get(0).lastFault().isPresent());

            HttpClient heir = gateway.open(HttpTargets.weighted(former.target(), 7), former);
            former.close();
            gateway.elapse(INTERVAL);
            await(() -> heir.status().get(0).state() == NodeState.UNHEALTHY);
            assertThat(sick.heads).hasSize(2);
        }
    }

    @Test
    void open_nodeAdded_theOtherIsStillTheLastChoice() throws Exception {
        String refusing = "127.0.0.1:" + FailoverTest.unusedPort();
        HttpClient former = gateway.open(nodes(refusing));
        send(former, get()).awaitProblem();

        HttpClient heir = gateway.open(nodes(refusing, "127.0.0.1:9"), former);
        assertThat(heir.status()).extracting(NodeStatus::state).containsExactly(NodeState.UNAVAIL, NodeState.UP);
    }

    @Test
    void open_otherProbeOrHost_nothingIsKnown() throws Exception {
        HttpTarget refused = with(nodes("127.0.0.1:" + FailoverTest.unusedPort()), probe(INTERVAL));
        HttpClient former = gateway.open(refused);
        await(() -> !former.nodes().get(0).healthy());

        for (HttpTarget other : List.of(
                with(refused, probe(INTERVAL.multipliedBy(2))),
                withHost(refused, "catalogue.internal"),
                with(refused, new HttpTarget.Tls(Optional.empty(), Optional.empty(), true)))) {
            HttpNode fresh =
                    new HttpClient(gateway.transport, other, former).nodes().get(0);
            assertThat(fresh.healthy()).isTrue();
            assertThat(fresh.status(1).lastFault()).isEmpty();
        }
    }

    /** What each learns from then on is its own: two routes may have shared the former one, and only one of them has changed. */
    @Test
    void open_formerStaysOpen_learnsForItself() throws Exception {
        HttpClient former = gateway.open(nodes("127.0.0.1:" + FailoverTest.unusedPort()));
        HttpClient heir = gateway.open(HttpTargets.weighted(former.target(), 7), former);
        send(former, get()).awaitProblem();

        assertThat(former.status().get(0).state()).isEqualTo(NodeState.UNAVAIL);
        assertThat(heir.status().get(0).state()).isEqualTo(NodeState.UP);
    }

    @Test
    void close_idleConnections_areTheHeirs() throws Exception {
        try (Node kept = Node.answering(Node.OK);
                Node left = Node.answering(Node.OK)) {
            HttpClient former = gateway.open(kept, left);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            await(() -> former.nodes().stream().allMatch(node -> node.connections() == 1));

            HttpClient heir = gateway.open(target(kept), former);
            former.leaveTo(heir);
            former.close();
            await(() -> former.nodes().stream().allMatch(node -> node.connections() == 0));
            assertThat(heir.nodes().get(0).connections()).isEqualTo(1);
            assertThat(send(heir, get()).awaitStatus()).isEqualTo(200);
            assertThat(kept.connections()).isEqualTo(1);
            heir.close();
            await(() -> heir.nodes().get(0).connections() == 0);
        }
    }

    @Test
    void close_heirIsClosedToo_connectionsAre() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient former = gateway.open(node);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            HttpClient heir = gateway.open(HttpTargets.weighted(former.target(), 7), former);
            former.leaveTo(heir);
            heir.close();
            former.close();

            await(() -> former.nodes().get(0).connections() == 0);
            await(() -> heir.nodes().get(0).connections() == 0);
        }
    }

    /** Two routes share the former one; one of them is changed twice, then the other one is deleted. */
    @Test
    void close_heirHasAnHeirAndIsClosed_idleConnectionsAreThatOnes() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient former = gateway.open(node);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            await(() -> former.nodes().get(0).connections() == 1);
            HttpClient second = gateway.open(HttpTargets.weighted(former.target(), 7), former);
            former.leaveTo(second);
            HttpClient third = gateway.open(HttpTargets.weighted(former.target(), 8), second);
            second.leaveTo(third);
            second.close();
            former.close();

            await(() -> former.nodes().get(0).connections() == 0);
            assertThat(third.nodes().get(0).connections()).isEqualTo(1);
        }
    }

    @Test
    void publish_targetOfARouteChanged_itsNewClientIsTheHeir() throws Exception {
        try (Node node = Node.answering(Node.OK);
                SnapshotHolder holder = new SnapshotHolder()) {
            HttpTarget target = target(node);
            GatewaySnapshot first = snapshot(Optional.empty(), target);
            holder.publish(first);
            HttpClient former = opened.get(0);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            await(() -> former.nodes().get(0).connections() == 1);
            holder.publish(snapshot(Optional.of(first), HttpTargets.weighted(target, 7)));

            await(() -> former.nodes().get(0).connections() == 0);
            assertThat(opened).hasSize(2);
            assertThat(opened.get(1).nodes().get(0).connections()).isEqualTo(1);
        }
    }

    private GatewaySnapshot snapshot(Optional<GatewaySnapshot> previous, HttpTarget target) {
        ClientSource none = new ClientSource() {
            @Override
            public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
                throw new AssertionError("there is no service");
            }

            @Override
            public void release(ThriftClient client) {
                throw new AssertionError("there is no service");
            }
        };
        HttpClientSource clients = new HttpClientSource() {
            @Override
            public HttpClient acquire(HttpTarget wanted, String ownerId, @Nullable HttpClient former) {
                HttpClient client = gateway.open(wanted, former);
                opened.add(client);
                return client;
            }

            @Override
            public void release(HttpClient client) {
                client.close();
            }
        };
        RouteDefinition route =
                new RouteDefinition("r1", 0, List.of("/a"), List.of(), Set.of(), List.of(), List.of(), target);
        return new SnapshotBuilder(none, clients, ThriftClientOptions.DEFAULTS, MappingOptions.DEFAULTS)
                .build(previous, 1, List.of(), List.of(Rules.checked(route)));
    }

    /** As after a dry run. */
    @Test
    void open_notPublished_isNoHeir() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient former = gateway.open(node);
            assertThat(send(former, get()).awaitStatus()).isEqualTo(200);
            HttpClient heir = gateway.open(HttpTargets.weighted(former.target(), 7), former);
            former.leaveTo(heir);
            gateway.open(HttpTargets.weighted(former.target(), 8), former).close();
            await(() -> former.nodes().get(0).connections() == 1);
            former.close();

            await(() -> former.nodes().get(0).connections() == 0);
            assertThat(heir.nodes().get(0).connections()).isEqualTo(1);
        }
    }

    @Test
    void succession_knowsOpenClientsOnly() {
        Succession succession = new Succession();
        HttpClient shared = gateway.open(nodes("127.0.0.1:9"));
        HttpClient last = gateway.open(nodes("127.0.0.1:9"), shared);
        succession.put(shared, last);
        for (int i = 0; i < 3; i++) {
            HttpClient next = gateway.open(nodes("127.0.0.1:9"), last);
            succession.put(last, next);
            assertThat(succession.remove(last)).isSameAs(next);
            assertThat(succession.size()).isEqualTo(1);
            last = next;
        }
        succession.put(last, shared);
        assertThat(succession.remove(shared)).isSameAs(last);
        assertThat(succession.remove(last)).isNull();
        assertThat(succession.size()).isZero();
    }

    @Test
    void open_serviceOfTheRegistry_nodeIsStillTheLastChoice() throws Exception {
        int port = FailoverTest.unusedPort();
        gateway.registry.register(RegisteredServiceTest.instance("id1", "", port));
        HttpClient former = gateway.open(HttpTargets.service("Catalogue"));
        send(former, get()).awaitProblem();

        HttpClient heir = gateway.open(HttpTargets.withPath(former.target(), "/v2"), former);
        assertThat(heir.status().get(0).state()).isEqualTo(NodeState.UNAVAIL);
    }

    private static HttpTarget.Probe probe(Duration interval) {
        return new HttpTarget.Probe(
                HttpTarget.Probe.Kind.HTTP, "/health", List.of(), interval, Duration.ofSeconds(2), 1, 1);
    }
}
