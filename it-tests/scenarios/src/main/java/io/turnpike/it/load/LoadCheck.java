package io.turnpike.it.load;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.JvmWatch;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * The load check, run by hand against a running gateway. A round is 5,000 simultaneous calls to a backend that takes one
 * second, three times, and then 100,000 calls to one that answers at once. Raise the limit of open files first
 * ({@code ulimit -n 20000}), here and for the gateway, and leave the machine alone meanwhile: the load average is printed.
 *
 * <pre>java -cp … io.turnpike.it.load.LoadCheck http://127.0.0.1:4200 MASTER_KEY GATEWAY_PID [ROUNDS]</pre>
 *
 * <p>Exits with 1 if a call fails, a round's third burst takes 5 s or longer, or the process keeps more than it had. Descriptors are
 * compared with what there was before the first round. Threads, and Netty's direct memory counted in the chunks that its
 * allocator holds, are compared with what there was after the first round, the warm-up: pools keep the threads, and an
 * allocator the chunks, that a first burst makes them fetch, which are caches that fill once, whereas what leaks grows with
 * every round. A round has 115,000 calls, so that a leak of three bytes a call is more than a chunk of 256 KiB. So there are two
 * rounds at least. What is held is looked at after 90 s without calls, when idle connections (60 s) and threads have ended.
 */
public final class LoadCheck {

    private static final int CALLS = 5_000;
    private static final int BURSTS = 3;
    private static final int MORE_CALLS = 100_000;
    private static final int LINES = 200;
    private static final Duration SETTLE = Duration.ofSeconds(90);
    private static final String IDL = "service Load { i32 work() }";

    private record Held(int files, int threads, long nettyChunks) {

        boolean within(Held limit) {
            return files <= limit.files && threads <= limit.threads && nettyChunks <= limit.nettyChunks;
        }
    }

    private LoadCheck() {}

    /** Arguments: the gateway's address, its master key, its process id, and how many rounds (2 or more; 2 if left out). */
    public static void main(String[] arguments) throws IOException {
        URI gateway = URI.create(arguments[0]);
        String key = arguments[1];
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
        if (rounds < 2) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: >= 2)");
        }
        JvmWatch jvm = new JvmWatch(Long.parseLong(arguments[2]));
        String service = "Load" + System.currentTimeMillis();
        String path = "/" + service + "/work";
        Gateway client = new Gateway(gateway);
        register(client, service);
        int slow = SlowBackend.start(1_000);
        String slowId = connect(client, key, service, slow);
        Thread beats = heartbeats(client, key, slowId);
        awaitAnswers(client, path);

        HttpBurst.run(gateway, path, "{}", 100, 1, 20_000);
        Held fresh = held(jvm);
        System.out.println("before: " + fresh);
        if (fresh.nettyChunks() == 0) {
            throw new IllegalStateException("no chunk of Netty's allocator found: the check would prove nothing");
        }
        boolean good = true;
        Held limit = new Held(fresh.files(), Integer.MAX_VALUE, Long.MAX_VALUE);
        for (int round = 1; round <= rounds; round++) {
            String name = round == 1 ? "round 1 (warm-up)" : "round " + round;
            System.out.printf("%s, load average %.1f%n", name, load());
            good &= bursts(gateway, path);
            int fast = SlowBackend.start(0);
            String fastId = connect(client, key, service, fast);
            Thread fastBeats = heartbeats(client, key, fastId);
            beats.interrupt();
            client.delete("/connect/" + slowId, "apikey", key);
            awaitAnswers(client, path);
            good &= moreCalls(gateway, path);
            pause(SETTLE);
            Held after = held(jvm);
            System.out.println("after " + name + ": " + after + (after.within(limit) ? "" : ", more than " + limit));
            good &= after.within(limit);
            limit = new Held(fresh.files(), after.threads() + 2, after.nettyChunks());
            slowId = connect(client, key, service, slow);
            beats = heartbeats(client, key, slowId);
            fastBeats.interrupt();
            client.delete("/connect/" + fastId, "apikey", key);
            awaitAnswers(client, path);
        }
        beats.interrupt();
        client.delete("/connect/" + slowId, "apikey", key);
        System.out.println(good ? "passed" : "FAILED");
        System.exit(good ? 0 : 1);
    }

    private static boolean bursts(URI gateway, String path) throws IOException {
        boolean good = true;
        for (int run = 1; run <= BURSTS; run++) {
            HttpBurst.Outcome outcome = HttpBurst.run(gateway, path, "{}", CALLS, 1, 30_000);
            System.out.printf("  burst %d: %s in %.3f s%n", run, outcome.statuses(), outcome.nanos() / 1e9);
            good &= outcome.statuses().equals(Map.of(200, CALLS));
            good &= run < BURSTS || outcome.nanos() < 5_000_000_000L;
        }
        return good;
    }

    private static boolean moreCalls(URI gateway, String path) throws IOException {
        HttpBurst.Outcome more = HttpBurst.run(gateway, path, "{}", LINES, MORE_CALLS / LINES, 300_000);
        System.out.printf("  calls: %s in %.3f s%n", more.statuses(), more.nanos() / 1e9);
        return more.statuses().equals(Map.of(200, MORE_CALLS));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static Held held(JvmWatch jvm) {
        jvm.collect();
        return new Held(jvm.fileDescriptors().size(), jvm.threads().size(), jvm.instances("io.netty.buffer.PoolChunk"));
    }

    private static void register(Gateway gateway, String service) {
        String document = Json.createObjectBuilder()
                .add("OwnerName", "load check")
                .add("OwnerId", service)
                .add(
                        "Services",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("ServiceId", "1")
                                        .add("ServiceName", service)
                                        .add("IdlContent", IDL)
                                        .add(
                                                "Paths",
                                                Json.createArrayBuilder()
                                                        .add(Json.createObjectBuilder()
                                                                .add("MethodPath", "*")))))
                .build()
                .toString();
        require(gateway.post("/register", document));
    }

    private static String connect(Gateway gateway, String key, String service, int port) {
        String body = Json.createObjectBuilder()
                .add("ApiKey", key)
                .add("ServiceName", service)
                .add("ServerAddress", "127.0.0.1")
                .add("ServerPort", Integer.toString(port))
                .build()
                .toString();
        return require(gateway.post("/connect", body)).object().getString("ServerID");
    }

    private static Thread heartbeats(Gateway gateway, String key, String serverId) {
        String body = Json.createObjectBuilder()
                .add("ApiKey", key)
                .add("ServerID", serverId)
                .build()
                .toString();
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(5_000);
                            beat(gateway, body);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "heartbeats");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void beat(Gateway gateway, String body) {
        try {
            gateway.post("/health", body);
        } catch (UncheckedIOException e) {
            System.out.println("  heartbeat: " + e.getMessage());
        }
    }

    private static void awaitAnswers(Gateway gateway, String path) {
        Await.until("first answer", Duration.ofSeconds(20), () -> require(gateway.post(path, "{}")));
    }

    private static Answer require(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }
}
