package io.turnpike.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String CONNECT =
            "POST /connect {\"ApiKey\":\"k\\\"1\",\"ServiceName\":\"S\",\"ServerAddress\":\"10.0.0.7\",\"ServerPort\":\"90\"}";
    private static final String HEALTH = "POST /health {\"ApiKey\":\"k\\\"1\",\"ServerID\":\"id-1\"}";

    private final FakeGateway gateway;
    private final List<String> told = new ArrayList<>();

    HeartbeatTest() throws IOException {
        gateway = new FakeGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Heartbeat heartbeat(String... addresses) {
        GatewayHttp http = new GatewayHttp(List.of(addresses), Duration.ofSeconds(5));
        return new Heartbeat(
                new GatewayCalls(http, () -> "k\"1", "S"),
                "10.0.0.7",
                90,
                INTERVAL,
                new Backoff(INTERVAL, new Random(1)),
                (state, detail) -> told.add(state + " " + detail));
    }

    @Test
    void step_gatewayThere_connectsThenSendsHeartbeats() {
        Heartbeat heartbeat = heartbeat(gateway.address());

        assertThat(heartbeat.step()).isEqualTo(INTERVAL);
        assertThat(heartbeat.step()).isEqualTo(INTERVAL);

        assertThat(gateway.requests).containsExactly(CONNECT, HEALTH);
        assertThat(heartbeat.serverId()).isEqualTo("id-1");
        assertThat(told).containsExactly("CONNECTED 10.0.0.7:90 is connected");
    }

    @Test
    void step_heartbeatAnswered404_connectsAgainAtOnce() {
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        gateway.healthStatus = 404;
        gateway.connectBody = "{\"ServerID\":\"id-2\"}";

        assertThat(heartbeat.step()).isEqualTo(Duration.ZERO);
        assertThat(heartbeat.step()).isEqualTo(INTERVAL);

        assertThat(heartbeat.serverId()).isEqualTo("id-2");
        assertThat(gateway.requests).containsExactly(CONNECT, HEALTH, CONNECT);
    }

    @Test
    void step_wrongKey_isToldOnceInTheGatewaysWordsAndRetriedSlowly() {
        gateway.connectStatus = 401;
        gateway.connectBody =
                "{\"type\":\"urn:x\",\"errors\":[{\"a\":[1,true]}],\"Status\":\"failed\",\"Message\":\"The key is unknown\"}";
        Heartbeat heartbeat = heartbeat(gateway.address());

        for (int i = 0; i < 3; i++) {
            assertThat(heartbeat.step()).isEqualTo(INTERVAL.multipliedBy(6));
        }

        assertThat(told).containsExactly("REFUSED " + gateway.address() + " answered 401: The key is unknown");
        gateway.connectStatus = 400;
        gateway.connectBody = "{}";
        heartbeat.step();
        assertThat(told).last().isEqualTo("REFUSED " + gateway.address() + " answered 400");
    }

    @Test
    void step_gatewayAwayForLong_waitsNoLongerThanTheIntervalAndTellsOnce() {
        gateway.close();
        Heartbeat heartbeat = heartbeat(gateway.address());

        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            waits.add(heartbeat.step());
        }

        assertThat(waits).allMatch(wait -> wait.toMillis() >= 1 && wait.compareTo(INTERVAL) <= 0);
        assertThat(waits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(waits).anyMatch(wait -> wait.toMillis() > 4000);
        assertThat(told).containsExactly("UNREACHABLE " + gateway.address() + " cannot be reached: Connection refused");
    }

    @Test
    void step_gatewayRestarted_keepsItsServerId() throws IOException {
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        gateway.close();
        heartbeat.step();
        assertThat(heartbeat.state()).isEqualTo(ConnectionState.UNREACHABLE);

        try (FakeGateway again = new FakeGateway(gateway.port())) {
            assertThat(heartbeat.step()).isEqualTo(INTERVAL);
            assertThat(again.requests).containsExactly(HEALTH);
        }
        assertThat(heartbeat.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void step_firstGatewayAwayOrUnable_usesTheNextAndStaysThere() throws IOException {
        try (FakeGateway second = new FakeGateway()) {
            gateway.connectStatus = 503;
            Heartbeat heartbeat = heartbeat(gateway.address(), second.address());
            heartbeat.step();
            heartbeat.step();

            assertThat(gateway.requests).containsExactly(CONNECT);
            assertThat(second.requests).containsExactly(CONNECT, HEALTH);
        }
    }

    @Test
    void step_answerIsNoGateways_isUnreachable() {
        gateway.connectBody = "<html>hello</html>";
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        gateway.connectBody = "{}";
        heartbeat.step();

        assertThat(heartbeat.state()).isEqualTo(ConnectionState.UNREACHABLE);
        assertThat(heartbeat.serverId()).isNull();
    }

    @Test
    void step_containerWithoutTheGatewayYet_keepsItsServerIdAndRetriesFast() {
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        gateway.healthStatus = 404;
        gateway.healthBody = "<html>Not Found</html>";

        assertThat(heartbeat.step()).isLessThanOrEqualTo(INTERVAL);
        assertThat(heartbeat.state()).isEqualTo(ConnectionState.UNREACHABLE);
        assertThat(heartbeat.serverId()).isEqualTo("id-1");
    }

    @Test
    void step_gatewayStillLoading_keepsTryingAsItAsksButNoLongerThanTheInterval() {
        gateway.connectStatus = 503;
        gateway.connectBody =
                "{\"title\":\"Not ready\",\"code\":\"not-ready\",\"Status\":\"failed\",\"Message\":\"It is loading\"}";
        gateway.retryAfter = "2";
        Heartbeat heartbeat = heartbeat(gateway.address());

        for (int i = 0; i < 20; i++) {
            assertThat(heartbeat.step()).isBetween(Duration.ofSeconds(2), INTERVAL);
        }
        gateway.retryAfter = "3600";
        assertThat(heartbeat.step()).isEqualTo(INTERVAL);
        gateway.retryAfter = "Wed, 21 Oct 2026 07:28:00 GMT";
        assertThat(heartbeat.step()).isBetween(Duration.ofMillis(1), INTERVAL);
        assertThat(told).containsExactly("UNREACHABLE " + gateway.address() + " answered 503: It is loading");

        gateway.connectStatus = 200;
        gateway.connectBody = "{\"ServerID\":\"id-1\"}";
        assertThat(heartbeat.step()).isEqualTo(INTERVAL);
        assertThat(heartbeat.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void step_gatewayLoadsAgainLater_keepsItsServerIdAndDoesNotConnectAgain() {
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        gateway.healthStatus = 503;
        gateway.healthBody = "{\"Status\":\"failed\",\"Message\":\"It is loading\"}";
        gateway.retryAfter = "0";

        assertThat(heartbeat.step()).isLessThanOrEqualTo(Duration.ofMillis(200));
        gateway.healthStatus = 200;
        gateway.healthBody = FakeGateway.HEALTHY;
        heartbeat.step();

        assertThat(gateway.requests).containsExactly(CONNECT, HEALTH, HEALTH);
        assertThat(heartbeat.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void leave_connected_saysSoToTheGateway() {
        Heartbeat heartbeat = heartbeat(gateway.address());
        heartbeat.step();
        heartbeat.leave();

        assertThat(gateway.requests).last().isEqualTo("DELETE /connect/id-1 apikey=k\"1");
        assertThat(told).last().isEqualTo("CLOSED 10.0.0.7:90 has left");
    }
}
