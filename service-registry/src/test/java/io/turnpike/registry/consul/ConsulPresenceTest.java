package io.turnpike.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real Consul, which counts the time. */
@Timeout(120)
class ConsulPresenceTest {

    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(2), Duration.ofSeconds(60));
    private static final ServerIdCodec SERVER_IDS = new ServerIdCodec(new byte[] {1, 2, 3});
    private static final String HEALTH = "/v1/health/service/Proxy";

    private static ConsulAgent agent;

    private final ConsulPresence presence = new ConsulPresence(ConsulOptions.of(agent.address()), TIMINGS, SERVER_IDS);
    private final ServiceInstance proxy = connectedAt(Instant.EPOCH);

    private static ServiceInstance connectedAt(Instant time) {
        return SERVER_IDS.issue(new ServiceInstance("", "Proxy", "", "127.0.0.1", 4210, 1, time));
    }

    @BeforeAll
    static void startAgent() {
        agent = ConsulAgent.forgetful().start();
    }

    @AfterAll
    static void stopAgent() {
        if (agent != null) {
            agent.close();
        }
    }

    @AfterEach
    void clear() {
        presence.close();
        agent.clear();
    }

    @Test
    void renew_unknownToConsul_registersItMarkedAndPassing() throws Exception {
        presence.renew(proxy);

        assertThat(agent.get(HEALTH + "?passing")).contains(Registration.MARK, "\"Port\": 4210");
        assertThat(agent.get("/v1/agent/services")).doesNotContain(proxy.serverId());
    }

    @Test
    void renew_lapsed_passesAgainWithoutAnotherRegistration() throws Exception {
        presence.renew(proxy);
        Eventually.eventually(() -> assertThat(agent.get(HEALTH)).contains("\"critical\""));
        assertThat(agent.get(HEALTH + "?passing")).doesNotContain("4210");

        presence.renew(proxy);

        Eventually.eventually(() -> assertThat(agent.get(HEALTH + "?passing")).contains("\"Port\": 4210"));
        assertThat(agent.serviceIds()).hasSize(1);
    }

    @Test
    void begin_formerProgramAtTheSamePlace_isReplaced() throws Exception {
        presence.begin(proxy);
        String before = agent.get(HEALTH);

        presence.begin(connectedAt(Instant.EPOCH.plusSeconds(1)));

        assertThat(agent.serviceIds()).hasSize(1);
        Eventually.eventually(() -> assertThat(agent.get(HEALTH)).isNotEqualTo(before));
    }

    @Test
    void end_registered_isGone() throws Exception {
        presence.begin(proxy);

        presence.end(proxy);

        assertThat(agent.serviceIds()).isEmpty();
    }

    @Test
    void renew_consulAway_saysSoAndIsRightAgainAfterwards() throws Exception {
        presence.renew(proxy);
        agent.kill();
        assertThatThrownBy(() -> presence.renew(proxy))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageStartingWith("Consul: ");

        agent.start();
        Eventually.eventually(() -> {
            try {
                presence.renew(proxy);
            } catch (RegistryUnavailableException e) {
                throw new AssertionError(e);
            }
            assertThat(agent.get(HEALTH + "?passing")).contains("\"Port\": 4210");
        });
    }
}
