package io.turnpike.it.load;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.JvmWatch;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * The load check, run by hand against a running gateway: 5,000 simultaneous calls to a backend that takes one second, three
 * times; then 100,000 calls; and what the gateway's process holds before and after. Raise the limit of open files first
 * ({@code ulimit -n 20000}), here and for the gateway.
 *
 * <pre>java -cp … io.turnpike.it.load.LoadCheck http://127.0.0.1:4200 MASTER_KEY GATEWAY_PID</pre>
 *
 * Exits with 1 if a call fails, the third burst takes 5 s or longer, or the process keeps more than it had. Netty's direct
 * memory is counted in the chunks that its allocator holds.
 */
public final class LoadCheck {

    private static final int CALLS = 5_000;
    private static final int MORE_CALLS = 100_000;
    private static final int LINES = 200;
    private static final String IDL = "service Load { i32 work() }";

    private record Held(int files, int threads, long nettyChunks) {}

    private LoadCheck() {}

    /** Arguments: the gateway's address, its master key, its process id. */
    public static void main(String[] arguments) throws IOException {
        URI gateway = URI.create(arguments[0]);
        String key = arguments[1];
        JvmWatch jvm = new JvmWatch(Long.parseLong(arguments[2]));
        String service = "Load" + System.currentTimeMillis();
        String path = "/" + service + "/work";
        Gateway client = new Gateway(gateway);
        register(client, service);
        int slow = SlowBackend.start(1_000);
        String slowId = connect(client, key, service, slow);
        Thread beats = heartbeats(client, key, slowId);
        awaitAnswers(client, path);

        boolean good = true;
        HttpBurst.run(gateway, path, "{}", 100, 1, 20_000);
        Held before = held(jvm);
        System.out.println("before: " + before);
        if (before.nettyChunks() == 0) {
            throw new IllegalStateException("no chunk of Netty's allocator found: the check would prove nothing");
        }
        for (int run = 1; run <= 3; run++) {
            HttpBurst.Outcome outcome = HttpBurst.run(gateway, path, "{}", CALLS, 1, 30_000);
            System.out.printf("run %d: %s in %.3f s%n", run, outcome.statuses(), outcome.nanos() / 1e9);
            good &= outcome.statuses().equals(Map.of(200, CALLS));
            good &= run < 3 || outcome.nanos() < 5_000_000_000L;
        }
        int fast = SlowBackend.start(0);
        beats.interrupt();
        client.delete("/connect/" + slowId, "apikey", key);
        String fastId = connect(client, key, service, fast);
        Thread fastBeats = heartbeats(client, key, fastId);
        awaitAnswers(client, path);
        HttpBurst.Outcome more = HttpBurst.run(gateway, path, "{}", LINES, MORE_CALLS / LINES, 300_000);
        System.out.printf("more: %s in %.3f s%n", more.statuses(), more.nanos() / 1e9);
        good &= more.statuses().equals(Map.of(200, MORE_CALLS));
        good &= settles(jvm, before);
        fastBeats.interrupt();
        client.delete("/connect/" + fastId, "apikey", key);
        System.out.println(good ? "passed" : "FAILED");
        System.exit(good ? 0 : 1);
    }

    /** Idle connections are closed after a while: waits for that, up to two minutes. */
    private static boolean settles(JvmWatch jvm, Held before) {
        try {
            Await.until("as before", Duration.ofMinutes(2), () -> {
                Held after = held(jvm);
                boolean same = after.files() <= before.files()
                        && after.threads() <= before.threads() + 2
                        && after.nettyChunks() <= before.nettyChunks();
                if (!same) {
                    throw new IllegalStateException(after.toString());
                }
                return after;
            });
        } catch (AssertionError e) {
            System.out.println("kept: " + e.getCause());
            return false;
        }
        System.out.println("after: " + held(jvm));
        return true;
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
                            gateway.post("/health", body);
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
