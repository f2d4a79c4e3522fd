package io.turnpike.it.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many servers that heartbeat: what that costs the gateway, and whether all are answered. Says how many were handed over to a
 * RegistryProxy, so the same command without and with one gives the two figures to compare. Only on Linux.
 *
 * <p>Arguments: URL of the gateway, its process id, servers, seconds between the heartbeats of each, seconds to measure.
 */
public final class HeartbeatStorm {

    private static final int WARM_UP_SECONDS = 20;
    private static final int MOST_UNDER_WAY = 512;
    private static final double TICKS_PER_SECOND = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();

    private HeartbeatStorm(URI gateway) {
        this.gateway = gateway;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new HeartbeatStorm(URI.create(arguments[0]))
                .run(
                        Long.parseLong(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]));
    }

    private void run(long pid, int servers, int period, int seconds) throws IOException, InterruptedException {
        String service = "Storm" + System.currentTimeMillis();
        JsonObject registered = json(post(
                "/register",
                "{\"OwnerName\":\"s\",\"OwnerId\":\"" + service
                        + "\",\"Services\":[{\"ServiceId\":\"1\",\"ServiceName\":\"" + service
                        + "\",\"IdlContent\":\"\",\"Version\":\"1\",\"Paths\":[]}]}"));
        String key = registered.getString("API-Key");
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        for (int i = 0; i < servers; i++) {
            String id = json(post(
                            "/connect",
                            "{\"ApiKey\":\"" + key + "\",\"ServiceName\":\"" + service
                                    + "\",\"ServerAddress\":\"127.0.0.1\",\"ServerPort\":" + (40_000 + i) + "}"))
                    .getString("ServerID");
            String body = "{\"ApiKey\":\"" + key + "\",\"ServerID\":\"" + id + "\"}";
            var unused = clock.scheduleAtFixedRate(() -> beat(body), period, period, TimeUnit.SECONDS);
        }
        System.out.println(servers + " servers connected");
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        for (int round = 1; round <= 2; round++) {
            measure(pid, seconds);
        }
        clock.shutdownNow();
        System.exit(failed.get() == 0 ? 0 : 1);
    }

    private void measure(long pid, int seconds) throws IOException, InterruptedException {
        micros.clear();
        long sentBefore = sent.get();
        long failedBefore = failed.get();
        long overBefore = handedOver();
        double cpuBefore = cpuSeconds(pid);
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double cpu = cpuSeconds(pid) - cpuBefore;
        double took = (System.nanoTime() - start) / 1e9;
        long beats = sent.get() - sentBefore;
        List<Long> sorted = micros.stream().sorted().toList();
        System.out.printf(
                "%d heartbeats in %.1f s (%.0f/s), %d failed, %d handed over; gateway: %.2f s of CPU, %.0f us each;"
                        + " answers: median %.1f ms, 99%% %.1f ms, longest %.1f ms%n",
                beats,
                took,
                beats / took,
                failed.get() - failedBefore,
                handedOver() - overBefore,
                cpu,
                cpu * 1e6 / beats,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1));
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * part)) / 1000.0;
    }

    private void beat(String body) {
        underWay.acquireUninterruptibly();
        long start = System.nanoTime();
        client.sendAsync(request("/health", body), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> {
                    underWay.release();
                    sent.incrementAndGet();
                    micros.add((System.nanoTime() - start) / 1000);
                    if (failure != null || answer.statusCode() != 200) {
                        failed.incrementAndGet();
                        System.out.println(
                                "failed: " + (failure != null ? failure : answer.statusCode() + answer.body()));
                    }
                });
    }

    private long handedOver() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(gateway.resolve("/health/ready")).build(), HttpResponse.BodyHandlers.ofString());
        return json(answer).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals("registry-proxies"))
                .mapToLong(check -> check.getJsonObject("data").getInt("handedOver"))
                .sum();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    /** User and system time of a process so far. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
