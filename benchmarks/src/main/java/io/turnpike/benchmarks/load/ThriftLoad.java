package io.turnpike.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.thrift.TException;

/**
 * Makes the calls that the gateways make, by libthrift's blocking client and without any gateway: what is left when a gateway costs
 * nothing. Usage: {@code ThriftLoad --ports PORT,PORT --method NAME --fields FILE --connections N --rate N --warmup SECONDS
 * --seconds SECONDS}; each line of FILE is one field of the argument: its id, its type and its value, with tabs between them.
 *
 * <p>One thread for each connection that a gateway has to its clients; it calls one server after the other. With a rate each thread has a timetable of its own, and the
 * clock of a call starts when the call is due, as in {@link HttpLoad}.
 */
public final class ThriftLoad {

    private static final long SETTLE_NANOS = 200_000_000L;

    private final LoadOptions options;
    private final List<ThriftField> fields;
    private final String[] ports;
    private final List<Latencies> latencies = new ArrayList<>();
    private long errors;

    private ThriftLoad(LoadOptions options, List<ThriftField> fields) {
        this.options = options;
        this.fields = fields;
        this.ports = options.text("--ports").split(",", -1);
    }

    /**
     * Runs the load.
     *
     * @throws java.io.IOException if FILE cannot be read
     */
    public static void main(String[] arguments) throws Exception {
        LoadOptions options = LoadOptions.parse(arguments, Set.of("--ports", "--method", "--fields"));
        List<ThriftField> fields = Files.readAllLines(Path.of(options.text("--fields"))).stream()
                .map(ThriftField::parse)
                .toList();
        System.out.println(new ThriftLoad(options, fields).run().json());
    }

    private Summary run() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(options.connections());
        long start = System.nanoTime() + SETTLE_NANOS;
        for (int i = 0; i < options.connections(); i++) {
            int caller = i;
            Thread thread = new Thread(() -> call(caller, start, done), "caller-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        parkUntil(start + options.warmupNanos());
        long cpu = process.getProcessCpuTime();
        parkUntil(start + options.durationNanos());
        cpu = process.getProcessCpuTime() - cpu;
        done.await();
        Latencies all = new Latencies();
        synchronized (latencies) {
            latencies.forEach(all::addAll);
            return new Summary(all, all.total(), errors, options.seconds(), 0, cpu);
        }
    }

    private void call(int caller, long start, CountDownLatch done) {
        Latencies mine = new Latencies();
        long failed = 0;
        List<ThriftCaller> connections = new ArrayList<>();
        try {
            for (String port : ports) {
                connections.add(new ThriftCaller(Integer.parseInt(port), options.text("--method"), fields));
            }
            TimerSlack.leastForThisThread();
            callFrom(connections, caller, start, mine);
        } catch (TException e) {
            System.err.println("a call: " + e);
            failed = 1;
        } finally {
            connections.forEach(ThriftCaller::close);
            synchronized (latencies) {
                latencies.add(mine);
                errors += failed;
            }
            done.countDown();
        }
    }

    private void callFrom(List<ThriftCaller> connections, int caller, long start, Latencies mine) throws TException {
        double distance = options.rate() > 0 ? LoadOptions.NANOS / options.rate() : 0;
        long countFrom = start + options.warmupNanos();
        long end = start + options.durationNanos();
        parkUntil(start);
        for (int i = 0; ; i++) {
            long due = System.nanoTime();
            if (distance > 0) {
                due = start + (long) (((double) i * options.connections() + caller) * distance);
                parkUntil(Math.min(due, end));
            }
            if (due >= end) {
                return;
            }
            connections.get((caller + i) % connections.size()).call();
            long now = System.nanoTime();
            if (due >= countFrom && (distance > 0 || now < end)) {
                mine.add(now - due);
            }
        }
    }

    private static void parkUntil(long time) {
        for (long rest = time - System.nanoTime(); rest > 0; rest = time - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
