package io.turnpike.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one HTTP request again and again, at a rate that does not depend on the answers, and says how long they took. Usage:
 * {@code HttpLoad --port N --request FILE --connections N --rate N --warmup SECONDS --seconds SECONDS}; FILE is the request, head
 * and body, as it goes out.
 *
 * <p>The clock of a call starts when the call is due, not when a connection is free for it: calls that a slow answer holds up
 * have waited, too. (A generator that only then starts the clock hides the very times that matter: "coordinated omission".) One
 * thread waits for the next due time and sends; another one waits for answers, so that neither makes the other late. With rate 0 each
 * connection sends when its last call is answered, as {@code wrk} does.
 */
public final class HttpLoad {

    /** How long answers that are still on their way are waited for at the end. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final LoadOptions options;
    private final InetSocketAddress address;
    private final byte[] request;
    private final Selector selector;
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Object lock = new Object();
    private final Queue<HttpCaller> idle = new ArrayDeque<>();
    private final Queue<Long> due = new ArrayDeque<>();
    private final Latencies latencies = new Latencies();
    private long calls;
    private long errors;
    private int underway;
    private boolean over;

    private long countFrom;
    private long end;

    private HttpLoad(LoadOptions options) throws IOException {
        this.options = options;
        this.address = new InetSocketAddress("127.0.0.1", Integer.parseInt(options.text("--port")));
        this.request = Files.readAllBytes(Path.of(options.text("--request")));
        this.selector = Selector.open();
    }

    /**
     * Runs the load.
     *
     * @throws IOException if FILE cannot be read or nothing listens at the port
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpLoad load = new HttpLoad(LoadOptions.parse(arguments, Set.of("--port", "--request")));
        System.out.println(load.run().json());
    }

    private Summary run() throws IOException, InterruptedException {
        List<HttpCaller> callers = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            callers.add(new HttpCaller(address, request, selector));
        }
        long start = System.nanoTime();
        countFrom = start + options.warmupNanos();
        end = start + options.durationNanos();
        synchronized (lock) {
            idle.addAll(callers);
        }
        Thread receiver = new Thread(this::receive, "receiver");
        receiver.setDaemon(true);
        receiver.start();
        if (options.rate() == 0) {
            for (int i = 0; i < options.connections(); i++) {
                callDue(System.nanoTime());
            }
        }
        callAtRate(start, countFrom);
        long cpu = process.getProcessCpuTime();
        callAtRate(countFrom, end);
        cpu = process.getProcessCpuTime() - cpu;
        synchronized (lock) {
            over = true;
            long patience = System.nanoTime() + PATIENCE_NANOS;
            while (underway > 0 && System.nanoTime() < patience) {
                lock.wait(10);
            }
            return new Summary(latencies, calls, errors + underway, options.seconds(), due.size(), cpu);
        }
    }

    /** Calls at even distances from one time to another; only waits where there is no rate. */
    private void callAtRate(long from, long to) throws IOException {
        if (options.rate() == 0) {
            parkUntil(to);
            return;
        }
        TimerSlack.leastForThisThread();
        double distance = LoadOptions.NANOS / options.rate();
        long time = from;
        for (long i = 0; time < to; time = from + (long) (++i * distance)) {
            parkUntil(time);
            callDue(time);
        }
    }

    /** Sends a call whose time has come, or lets it wait for a connection. */
    private void callDue(long time) throws IOException {
        synchronized (lock) {
            HttpCaller caller = idle.poll();
            if (caller == null) {
                due.add(time);
            } else {
                underway++;
                caller.send(time);
            }
        }
    }

    private void receive() {
        try {
            while (true) {
                selector.select(key -> {
                    if (key.attachment() instanceof HttpCaller caller) {
                        receive(caller);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(HttpCaller caller) {
        try {
            synchronized (lock) {
                HttpCaller.Outcome outcome = caller.receive();
                if (outcome == HttpCaller.Outcome.NOT_YET) {
                    return;
                }
                underway--;
                answered(caller, outcome, System.nanoTime());
                callAgain(caller);
            }
        } catch (IOException e) {
            // No new connection can be had: the calls that are due pile up, and are told of as unsent.
            System.err.println("connecting again: " + e.getMessage());
        }
    }

    private void answered(HttpCaller caller, HttpCaller.Outcome outcome, long now) {
        calls++;
        if (caller.due() < countFrom || caller.due() >= end) {
            return;
        }
        if (outcome == HttpCaller.Outcome.FAILED) {
            errors++;
        } else if (options.rate() > 0 || now < end) {
            latencies.add(now - caller.due());
        }
    }

    private void callAgain(HttpCaller caller) throws IOException {
        if (options.rate() == 0 && !over) {
            due.add(System.nanoTime());
        }
        Long next = due.poll();
        if (next == null || over) {
            idle.add(caller);
        } else {
            underway++;
            caller.send(next);
        }
    }

    private static void parkUntil(long time) {
        for (long rest = time - System.nanoTime(); rest > 0; rest = time - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
