package io.turnpike.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.RegistryContract;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.ServiceRegistry;
import io.turnpike.registry.WhenAllDead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract on a real Consul; time passes by itself. */
@Timeout(120)
class ConsulServiceRegistryTest extends RegistryContract {

    private static final HealthTimings TIMINGS = new HealthTimings(Duration.ofSeconds(3), Duration.ofSeconds(6));

    private static ConsulAgent agent;

    private final List<OpenRegistry> open = new ArrayList<>();

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
    void closeRegistries() {
        open.forEach(OpenRegistry::close);
    }

    @Override
    protected ServiceRegistry create() {
        agent.clear();
        OpenRegistry registry =
                new ConsulServiceRegistry(ConsulOptions.of(agent.address()), TIMINGS, WhenAllDead.FAIL, SERVER_IDS);
        open.add(registry);
        registry.start();
        Eventually.eventually(() -> assertThat(registry.status().loaded()).isTrue());
        return registry;
    }

    @Override
    protected ServiceRegistrar registrar(ServiceRegistry registry) {
        return (OpenRegistry) registry;
    }

    @Override
    protected HealthTimings timings() {
        return TIMINGS;
    }

    @Override
    protected Duration tolerance() {
        return Duration.ofMillis(1_500);
    }

    @Override
    protected void pass(Duration time) {
        Eventually.pass(time);
    }

    @Override
    protected void eventually(Runnable assertion) {
        Eventually.eventually(assertion);
    }
}
