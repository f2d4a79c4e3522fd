package io.turnpike.registry.consul;

import static io.turnpike.registry.consul.Eventually.eventually;
import static io.turnpike.registry.consul.Eventually.pass;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What befalls a Consul, and what its registry makes of it. */
@Timeout(180)
class ConsulFaultTest {

    private static final ServerIdCodec SERVER_IDS = new ServerIdCodec(new byte[] {4, 5, 6});
    private static final Duration LIFT = Duration.ofSeconds(3);
    private static final HealthTimings TIMINGS = new HealthTimings(LIFT, Duration.ofSeconds(6));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private Path directory;

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private ConsulAgent agent(ConsulAgent agent) {
        open.push(agent);
        return agent;
    }

    private ConsulServiceRegistry registry(ConsulOptions options, WhenAllDead whenAllDead) {
        ConsulServiceRegistry registry = new ConsulServiceRegistry(options, TIMINGS, whenAllDead, SERVER_IDS);
        open.push(registry);
        registry.start();
        return registry;
    }

    private ConsulServiceRegistry registry(ConsulAgent... agents) {
        URI[] addresses = List.of(agents).stream().map(ConsulAgent::address).toArray(URI[]::new);
        ConsulServiceRegistry registry = registry(ConsulOptions.of(addresses), WhenAllDead.FAIL);
        eventually(() -> assertThat(registry.status().loaded()).isTrue());
        return registry;
    }

    private static ServiceInstance server(String service, int port) {
        return SERVER_IDS.issue(new ServiceInstance("", service, "owner-\u00e9", "127.0.0.1", port, 1, Instant.now()));
    }

    private static List<Integer> alive(ConsulServiceRegistry registry, String service) {
        return registry.list(service).stream()
                .filter(status -> status.health() == InstanceHealth.PASSING)
                .map(status -> status.instance().port())
                .toList();
    }

    /** How many instances of "s" listeners have been told of, each time. */
    private static List<Integer> counts(ConsulServiceRegistry registry) {
        List<Integer> counts = new CopyOnWriteArrayList<>();
        registry.watch((service, passing) -> counts.add(passing.size()));
        return counts;
    }

    @Test
    void killedAndRestartedEmpty_callsGoOnAndOneHeartbeatPutsEverythingRight() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        ServiceInstance server = server("s", 1);
        registry.register(server);
        eventually(() -> assertThat(agent.serviceIds()).hasSize(1));
        List<Integer> counts = counts(registry);

        agent.kill();

        assertThatThrownBy(() -> registry.heartbeat(server)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.register(server("s", 2))).isInstanceOf(RegistryUnavailableException.class);
        eventually(() -> assertThat(registry.status().degraded()).isTrue());
        assertThat(registry.status().loaded()).isTrue();
        assertThat(registry.status().detail()).contains("Consul does not answer");
        pass(LIFT.multipliedBy(2));
        assertThat(alive(registry, "s")).containsExactly(1);

        agent.start();
        assertThat(registry.heartbeat(server)).isEqualTo(Heard.KEPT);

        eventually(() -> assertThat(registry.status().degraded()).isFalse());
        assertThat(agent.serviceIds()).hasSize(1);
        assertThat(registry.list("s")).extracting(InstanceStatus::instance).containsExactly(server);
        assertThat(counts).containsExactly(1);
    }

    @Test
    void awayForLongerThanTheChecksLast_returnsWithoutAnOutageAlsoOnANodeThatTookNoHeartbeats() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.lasting().start());
        ConsulServiceRegistry busy = registry(agent);
        ConsulServiceRegistry idle = registry(agent);
        ServiceInstance server = server("s", 1);
        ServiceInstance dies = server("s", 2);
        busy.register(server);
        busy.register(dies);
        eventually(() -> assertThat(alive(idle, "s")).containsExactly(1, 2));
        List<Integer> counts = counts(idle);

        agent.kill();
        pass(LIFT.plusSeconds(2));
        agent.start();
        assertThat(busy.heartbeat(server)).isEqualTo(Heard.KEPT);

        eventually(() -> assertThat(idle.status().degraded()).isFalse());
        // The one that sends no heartbeat has the time of one to do so, and no longer.
        eventually(() -> {
            try {
                busy.heartbeat(server);
            } catch (RegistryUnavailableException e) {
                throw new AssertionError(e);
            }
            assertThat(alive(idle, "s")).containsExactly(1);
            assertThat(alive(busy, "s")).containsExactly(1);
        });
        assertThat(counts).containsExactly(2, 1);
    }

    @Test
    void frozen_answersSoonAndHonestlyAndKeepsCallingServersThatSendHeartbeats() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        ServiceInstance server = server("s", 1);
        registry.register(server);
        List<Integer> counts = counts(registry);

        agent.freeze();
        long frozen = System.nanoTime();
        while (System.nanoTime() - frozen < LIFT.multipliedBy(2).toNanos()) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> registry.heartbeat(server)).isInstanceOf(RegistryUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            pass(Duration.ofMillis(500));
        }
        assertThat(registry.status().degraded()).isTrue();
        agent.thaw();

        eventually(() -> {
            try {
                assertThat(registry.heartbeat(server)).isEqualTo(Heard.KEPT);
            } catch (RegistryUnavailableException e) {
                throw new AssertionError(e);
            }
        });
        eventually(() -> assertThat(registry.status().degraded()).isFalse());
        assertThat(alive(registry, "s")).containsExactly(1);
        assertThat(counts).containsExactly(1);
    }

    @Test
    void down_atStart_isLoadedByItselfAndTakesHeartbeatsThen() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful());
        ConsulServiceRegistry registry = registry(ConsulOptions.of(agent.address()), WhenAllDead.FAIL);
        eventually(() -> assertThat(registry.status().detail()).contains("has not answered yet"));
        assertThat(registry.status().loaded()).isFalse();

        agent.start();

        eventually(() -> assertThat(registry.status().loaded()).isTrue());
        assertThat(registry.heartbeat(server("s", 1))).isEqualTo(Heard.PUT_BACK);
        assertThat(alive(registry, "s")).containsExactly(1);
    }

    @Test
    void foreignInstances_onlyMarkedOnesAreCalledAWarningIsAliveAndMaintenanceIsNot() {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        String check = ", \"Check\": {\"CheckID\": \"c%d\", \"TTL\": \"1h\", \"Status\": \"%s\"}";
        String body = "{\"ID\": \"x%d\", \"Name\": \"s\", \"Port\": %d, \"Tags\": [%s] %s}";
        String path = "/v1/agent/service/register";
        agent.put(path, body.formatted(1, 1, "", ""));
        agent.put(path, body.formatted(2, 2, "\"turnpike\"", ""));
        agent.put(path, body.formatted(3, 3, "\"turnpike\"", check.formatted(3, "warning")));
        agent.put(path, body.formatted(4, 4, "\"turnpike\"", check.formatted(4, "critical")));
        agent.put(path, body.formatted(5, 0, "\"turnpike\"", ""));

        eventually(() -> assertThat(alive(registry, "s")).containsExactlyInAnyOrder(2, 3));
        agent.put("/v1/agent/check/pass/c4", "");
        eventually(() -> assertThat(alive(registry, "s")).containsExactlyInAnyOrder(2, 3, 4));
        agent.put("/v1/agent/service/maintenance/x3?enable=true", "");
        eventually(() -> assertThat(alive(registry, "s")).containsExactlyInAnyOrder(2, 4));
        agent.put("/v1/agent/service/deregister/x2", "");
        eventually(() -> assertThat(alive(registry, "s")).containsExactly(4));
    }

    @Test
    void names_thatDifferInCaseOnly_areDifferentServices() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry writer = registry(agent);
        ConsulServiceRegistry reader = registry(agent);
        writer.register(server("Asset Management.v1", 1));
        writer.register(server("asset management.v1", 1));

        eventually(() -> {
            assertThat(alive(reader, "Asset Management.v1")).containsExactly(1);
            assertThat(alive(reader, "asset management.v1")).containsExactly(1);
        });
        assertThat(agent.serviceIds()).hasSize(2);
    }

    @Test
    void secondAgent_oneServerAtBoth_countsOnceAndLeavesBoth() throws Exception {
        ConsulAgent first = agent(ConsulAgent.forgetful().start());
        ConsulAgent second = agent(ConsulAgent.joining(first, "second").start());
        ConsulServiceRegistry one = registry(first);
        ConsulServiceRegistry two = registry(second);
        ServiceInstance server = server("s", 1);
        one.register(server);
        eventually(() ->
                assertThat(two.list("s")).extracting(InstanceStatus::instance).containsExactly(server));

        assertThat(two.heartbeat(server)).isEqualTo(Heard.KEPT);

        assertThat(second.serviceIds()).hasSize(1);
        eventually(() -> assertThat(second.get("/v1/health/service/s")).contains("\"second\"", "\"server\""));
        for (ConsulServiceRegistry each : List.of(one, two)) {
            assertThat(each.list("s")).extracting(InstanceStatus::instance).containsExactly(server);
        }
        // Its own agent hears nothing for longer than timeToLift, the other one does.
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LIFT.plusSeconds(1).toNanos()) {
            two.heartbeat(server);
            pass(Duration.ofMillis(500));
            assertThat(alive(one, "s")).containsExactly(1);
        }

        assertThat(two.leave(server)).isTrue();

        assertThat(two.list("s")).isEmpty();
        eventually(() -> assertThat(one.list("s")).isEmpty());
        eventually(() -> assertThat(first.get("/v1/catalog/services")).doesNotContain("\"s\""));
        assertThat(two.heartbeat(server)).isEqualTo(Heard.LEFT);
    }

    @Test
    void severalAgents_theOneInUseDies_theNextOneTakesOver() throws Exception {
        ConsulAgent server = agent(ConsulAgent.forgetful().start());
        ConsulAgent dies = agent(ConsulAgent.joining(server, "dies").start());
        ConsulServiceRegistry registry = registry(dies, server);
        ServiceInstance instance = server("s", 1);
        registry.register(instance);
        assertThat(dies.serviceIds()).hasSize(1);
        List<Integer> counts = counts(registry);

        dies.kill();

        assertThat(registry.heartbeat(instance)).isEqualTo(Heard.KEPT);
        assertThat(server.serviceIds()).hasSize(1);
        eventually(() -> assertThat(registry.status().degraded()).isFalse());
        server.put(
                "/v1/agent/service/register",
                "{\"ID\": \"x\", \"Name\": \"s\", \"Port\": 2, \"Tags\": [\"turnpike\"]}");
        eventually(() -> assertThat(alive(registry, "s")).contains(2));
        assertThat(counts).doesNotContain(0);
    }

    @Test
    void aclRequired_withoutTokenRefusedHonestlyWithTokenServed() throws Exception {
        String acl = "acl { enabled = true default_policy = \"deny\" tokens { master = \"sesame\" } }";
        ConsulAgent agent =
                agent(ConsulAgent.forgetful("-hcl", acl).with("sesame").start());
        ConsulServiceRegistry without = registry(ConsulOptions.of(agent.address()), WhenAllDead.FAIL);
        assertThatThrownBy(() -> without.register(server("s", 1)))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("consulToken");
        // One that Consul does not know is refused even to read; asking whether Consul is there is not.
        ConsulServiceRegistry wrong = registry(
                new ConsulOptions(List.of(agent.address()), Optional.of("open"), Optional.empty(), ConsulTls.DEFAULT),
                WhenAllDead.FAIL);
        pass(Duration.ofSeconds(2));
        assertThat(wrong.status().loaded()).isFalse();
        assertThat(wrong.status().degraded()).isTrue();
        ConsulServiceRegistry with = registry(
                new ConsulOptions(
                        List.of(agent.address()), Optional.of("sesame"), Optional.of("dc1"), ConsulTls.DEFAULT),
                WhenAllDead.FAIL);
        eventually(() -> assertThat(with.status().loaded()).isTrue());
        with.register(server("s", 1));
        eventually(() -> assertThat(agent.get("/v1/catalog/services")).contains("\"s\""));
    }

    @Test
    void tls_consulsOwnCertificates_areTakenAndWithoutThemNothingIs() throws Exception {
        ConsulAgent.requireConsul();
        for (List<String> command : List.of(
                List.of("consul", "tls", "ca", "create"),
                List.of("consul", "tls", "cert", "create", "-server"),
                List.of("consul", "tls", "cert", "create", "-client"))) {
            assertThat(new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("log").toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        Path ca = directory.resolve("consul-agent-ca.pem");
        int port = ConsulAgent.freePort();
        agent(ConsulAgent.forgetful(
                        "-hcl",
                        ("ports { https = %d } verify_incoming_https = true ca_file = \"%s\" cert_file = \"%s\""
                                        + " key_file = \"%s\"")
                                .formatted(
                                        port,
                                        ca,
                                        directory.resolve("dc1-server-consul-0.pem"),
                                        directory.resolve("dc1-server-consul-0-key.pem")))
                .start());
        URI address = URI.create("https://127.0.0.1:" + port);
        ConsulTls tls = new ConsulTls(
                Optional.of(ca),
                Optional.of(directory.resolve("dc1-client-consul-0.pem")),
                Optional.of(directory.resolve("dc1-client-consul-0-key.pem")));
        ConsulServiceRegistry trusting = registry(
                new ConsulOptions(List.of(address), Optional.empty(), Optional.empty(), tls), WhenAllDead.FAIL);
        eventually(() -> assertThat(trusting.status().loaded()).isTrue());
        trusting.register(server("s", 1));

        ConsulServiceRegistry stranger = registry(ConsulOptions.of(address), WhenAllDead.FAIL);
        eventually(() -> assertThat(stranger.status().degraded()).isTrue());
        assertThatThrownBy(() -> stranger.register(server("s", 1))).isInstanceOf(RegistryUnavailableException.class);
        Agents strange = new Agents(new ConsulHttp(ConsulOptions.of(address)), List.of(address));
        assertThatThrownBy(() -> strange.put("/v1/status/leader", new byte[0], Duration.ofSeconds(5), e -> false))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(Agents.reason(e))
                                .startsWith(
                                        "no authority that is trusted has signed its certificate (setting: consulCaFile): "));
    }

    @Test
    void tls_badFiles_areNamedByKey() throws IOException {
        Path text = Files.writeString(directory.resolve("text.pem"), "hello");
        Optional<Path> file = Optional.of(text);
        assertThatThrownBy(() -> new ConsulTls(file, Optional.empty(), Optional.empty()).socketFactory())
                .hasMessageContaining("consulCaFile: " + text);
        assertThatThrownBy(() -> new ConsulTls(Optional.empty(), file, Optional.empty()))
                .hasMessageContaining("consulKeyFile: not set (expected: consulCertFile and consulKeyFile");
    }

    @Test
    void silent_forTimeToDie_isRemovedByUsBeforeConsulWould() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        long begin = System.nanoTime();
        registry.register(server("s", 1));

        eventually(() -> assertThat(agent.serviceIds()).isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(TIMINGS.timeToDie().minusMillis(100), Registration.LEAST_CRITICAL_TIME);
    }

    @Test
    void allDead_toBeCalledAnyway_areCalledUntilTheyAreForgotten() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(ConsulOptions.of(agent.address()), WhenAllDead.CALL);
        List<Integer> counts = counts(registry);
        ServiceInstance server = server("s", 1);
        registry.register(server);
        registry.register(server("s", 2));
        pass(LIFT.dividedBy(2));
        registry.heartbeat(server);

        eventually(() -> assertThat(counts).containsExactly(1, 2, 1, 2, 1, 0));
    }

    @Test
    void consulsWholeState_holdsNoServerIdAndWhatItHoldsMakesTheSameAgain() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        ServiceInstance server = server("s", 1);
        registry.register(server);
        registry.heartbeat(server);

        ConsulServiceRegistry other = registry(agent);

        assertThat(other.list("s")).extracting(InstanceStatus::instance).containsExactly(server);
        for (String path :
                List.of("/v1/agent/services", "/v1/agent/checks", "/v1/health/service/s", "/v1/health/state/any")) {
            assertThat(agent.get(path)).contains("s-").doesNotContain(server.serverId());
        }
        assertThat(server.serverId()).hasSizeGreaterThan(60);
    }

    @Test
    void connectsAgain_anotherNodeLearnsOfItAndTheOldTokenCannotTakeItOut() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry one = registry(agent);
        ConsulServiceRegistry two = registry(agent);
        ServiceInstance older = server("s", 1);
        one.register(older);
        eventually(() -> assertThat(alive(two, "s")).containsExactly(1));
        ServiceInstance newer = server("s", 1);
        one.register(newer);

        eventually(() ->
                assertThat(two.list("s")).extracting(InstanceStatus::instance).containsExactly(newer));
        assertThat(two.leave(older)).isTrue();
        assertThat(alive(two, "s")).containsExactly(1);
        assertThat(agent.serviceIds()).hasSize(1);
    }

    @Test
    void close_whileQueriesWait_endsTheThreadsAtOnceAndKeepsWhatIsRegistered() throws Exception {
        ConsulAgent agent = agent(ConsulAgent.forgetful().start());
        ConsulServiceRegistry registry = registry(agent);
        registry.register(server("s", 1));
        eventually(() -> assertThat(ours()).hasSize(3));
        long begin = System.nanoTime();

        registry.close();

        assertThat(ours()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(agent.serviceIds()).hasSize(1);
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("turnpike-consul"))
                .toList();
    }
}
