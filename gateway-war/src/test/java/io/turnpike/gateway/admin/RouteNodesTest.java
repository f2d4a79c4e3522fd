package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.http.NodeState;
import io.turnpike.gateway.upstream.http.NodeStatus;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteNodesTest {

    @TempDir
    Path directory;

    private ConfigurationStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private RouteNodes nodes;

    @BeforeEach
    void open() throws Exception {
        store = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        node = new Node(() -> store, Node.RARELY).started();
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        TestClock clock = new TestClock(Instant.parse("2030-01-01T10:00:00.9Z"));
        nodes = new RouteNodes(
                id -> id.equals("http") ? List.of(failed(), down()) : List.of(),
                new OwnerView(registry, name -> List.of(), clock),
                clock);
        node.register(Requests.owner("john", Requests.service("AssetManagement", Requests.ASSETS_IDL)));
        RouteEdits edits = new RouteEdits(node.registrations, Requests.PLUGINS);
        edits.put("http", route("{'Http':{'Nodes':[{'Address':'10.0.0.5:80','Weight':2}]}}"), Terms.by("ann"));
        edits.put("thrift", route("{'Thrift':{'Service':'AssetManagement','Method':'queryAsset'}}"), Terms.by("ann"));
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        store.close();
    }

    private static NodeStatus failed() {
        return new NodeStatus(
                NodeAddress.parse("10.0.0.5:80"),
                2,
                NodeState.UNHEALTHY,
                Duration.ofMinutes(10),
                Optional.of(new NodeStatus.LastFault("status 500", Duration.ofSeconds(5))),
                7);
    }

    private static NodeStatus down() {
        return new NodeStatus(
                NodeAddress.parse("[2001:db8::1]:80"), 0, NodeState.DOWN, Duration.ZERO, Optional.empty(), 0);
    }

    @Test
    void of_httpRoute_showsEachNode() throws Exception {
        assertThat(nodes.of("http", node.registrations.loadedState())).isEqualTo(json("""
                        {'Revision':3,'Nodes':[
                         {'Address':'10.0.0.5:80','Weight':2,'State':'unhealthy','Since':'2030-01-01T09:50:00Z',
                          'LastFault':'status 500','LastFaultAt':'2030-01-01T09:59:55Z','Connections':7},
                         {'Address':'[2001:db8:0:0:0:0:0:1]:80','Weight':0,'State':'down','Connections':0}]}"""));
    }

    @Test
    void of_thriftRoute_showsTheServersOfItsService() throws Exception {
        assertThat(nodes.of("thrift", node.registrations.loadedState()).getJsonArray("Nodes"))
                .isEmpty();

        registry.register(new ServiceInstance(
                "id", "AssetManagement", "john", "10.0.0.7", 9090, 1, Instant.parse("2030-01-01T09:00:00Z")));

        assertThat(nodes.of("thrift", node.registrations.loadedState()).getJsonArray("Nodes"))
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.asJsonObject().getString("ServerAddress")).isEqualTo("10.0.0.7");
                    assertThat(server.asJsonObject().getInt("ServerPort")).isEqualTo(9090);
                    assertThat(server.asJsonObject().getString("Health")).isEqualTo("passing");
                });
    }

    @Test
    void of_noSuchRoute_isNotFound() {
        assertThat(Problems.of(() -> nodes.of("htpt", node.registrations.loadedState())))
                .satisfies(problem -> {
                    assertThat(problem.error()).isEqualTo(GatewayError.ROUTE_NOT_FOUND);
                    assertThat(problem.detail()).contains("did you mean http?");
                });
    }

    private static JsonValue route(String upstream) {
        return json("{'Uris':['/a'],'Upstream':" + upstream + "}");
    }

    private static JsonValue json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readValue();
        }
    }
}
