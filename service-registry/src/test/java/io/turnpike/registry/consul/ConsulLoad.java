package io.turnpike.registry.consul;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what the registry costs on a real Consul; no test, since it measures. Arguments: the address of a Consul without
 * anything in it, services, instances, seconds between heartbeats, and how many seconds each phase lasts.
 *
 * <p>Registers the instances, sends heartbeats as their servers would, then stops them, and tells of each phase how many processor
 * seconds of this process went by for each second. {@code timeToLift} is so long that nothing changes without heartbeats.
 */
public final class ConsulLoad {

    private static final int SENDERS = 32;

    private ConsulLoad() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        URI consul = URI.create(arguments[0]);
        int services = Integer.parseInt(arguments[1]);
        int instances = Integer.parseInt(arguments[2]);
        long period = Duration.ofSeconds(Long.parseLong(arguments[3])).toMillis();
        long phase = Duration.ofSeconds(Long.parseLong(arguments[4])).toMillis();
        HealthTimings timings = new HealthTimings(Duration.ofHours(1), Duration.ofHours(2));
        ServerIdCodec serverIds = new ServerIdCodec(new byte[] {1});
        List<ServiceInstance> servers = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            servers.add(serverIds.issue(new ServiceInstance(
                    "", "Service" + i % services, "owner", "10.0.0." + i % 250, 1_000 + i, 1, Instant.now())));
        }
        try (ConsulServiceRegistry registry =
                new ConsulServiceRegistry(ConsulOptions.of(consul), timings, WhenAllDead.FAIL, serverIds)) {
            registry.start();
            double cpu = cpuSeconds();
            long begin = System.nanoTime();
            int refused = 0;
            for (ServiceInstance server : servers) {
                refused += registered(registry, server) ? 0 : 1;
            }
            report("registered " + instances + ", refused " + refused, cpu, begin);

            ScheduledExecutorService clock = Executors.newScheduledThreadPool(SENDERS);
            AtomicLong beats = new AtomicLong();
            AtomicLong failures = new AtomicLong();
            for (int i = 0; i < instances; i++) {
                ServiceInstance server = servers.get(i);
                var unused = clock.scheduleAtFixedRate(
                        () -> {
                            try {
                                registry.heartbeat(server);
                                beats.incrementAndGet();
                            } catch (Exception e) {
                                failures.incrementAndGet();
                            }
                        },
                        period * i / instances,
                        period,
                        TimeUnit.MILLISECONDS);
            }
            Thread.sleep(period);
            beats.set(0);
            cpu = cpuSeconds();
            begin = System.nanoTime();
            Thread.sleep(phase);
            report(beats.get() + " heartbeats, " + failures.get() + " failures,", cpu, begin);
            clock.shutdown();
            System.out.println("ended: " + clock.awaitTermination(30, TimeUnit.SECONDS));

            begin = System.nanoTime();
            cpu = cpuSeconds();
            try (ConsulServiceRegistry second =
                    new ConsulServiceRegistry(ConsulOptions.of(consul), timings, WhenAllDead.FAIL, serverIds)) {
                second.start();
                Set<String> heard = new HashSet<>();
                while (!second.status().loaded()) {
                    Thread.sleep(10);
                }
                second.watch((service, passing) -> heard.add(service));
                report(
                        "a second node read " + second.status().instances() + " instances of " + heard.size()
                                + " services:",
                        cpu,
                        begin);
                Thread.sleep(5_000);
                begin = System.nanoTime();
                cpu = cpuSeconds();
                Thread.sleep(phase);
                report("two nodes, nothing changes:", cpu, begin);
                begin = System.nanoTime();
                cpu = cpuSeconds();
                int changes = 0;
                while (System.nanoTime() - begin < phase * 1_000_000) {
                    ServiceInstance server = serverIds.issue(new ServiceInstance(
                            "", "Service1", "owner", "10.1.0.1", 1 + changes % 60_000, 1, Instant.now()));
                    refused += registered(registry, server) ? 0 : 1;
                    changes++;
                    Thread.sleep(100);
                }
                report("two nodes, " + changes + " servers connect, ten a second:", cpu, begin);
            }
        }
    }

    private static boolean registered(ConsulServiceRegistry registry, ServiceInstance server) {
        try {
            registry.register(server);
            return true;
        } catch (RegistryUnavailableException e) {
            return false;
        }
    }

    private static void report(String what, double cpuBefore, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%s %.1f s, %.3f of a processor%n", what, seconds, (cpuSeconds() - cpuBefore) / seconds);
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
