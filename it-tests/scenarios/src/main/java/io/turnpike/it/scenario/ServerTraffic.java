package io.turnpike.it.scenario;

import io.turnpike.it.harness.Answer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Servers that heartbeat without a pause, and others that connect again and again, until closed; with all that failed. */
final class ServerTraffic implements AutoCloseable {

    private static final int BEATING = 3;
    private static final int FIRST_PORT = 20_001;
    private static final int CONNECTING_PORT = 20_000;

    private final Owner owner;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final LoadThreads threads = new LoadThreads();
    private volatile boolean closed;

    private interface Request {
        Answer send();
    }

    ServerTraffic(Owner owner) {
        this.owner = owner;
        for (int i = 0; i < BEATING; i++) {
            String serverId = owner.connect(FIRST_PORT + i);
            run("heartbeat", () -> owner.heartbeat(serverId));
        }
        run(
                "connect",
                () -> owner.gateway()
                        .post(
                                "/connect",
                                Owner.connectBody(
                                        owner.apiKey(),
                                        owner.service(),
                                        "127.0.0.1",
                                        Integer.toString(CONNECTING_PORT))));
    }

    private void run(String what, Request request) {
        threads.start("traffic of " + owner.service(), () -> {
            while (!closed) {
                try {
                    Answer answer = request.send();
                    if (answer.status() == 200) {
                        answered.incrementAndGet();
                    } else {
                        failures.add(what + ": " + answer);
                    }
                } catch (RuntimeException e) {
                    failures.add(what + ": " + e);
                }
            }
        });
    }

    long answered() {
        return answered.get();
    }

    /** What was not answered by 200, ever. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        closed = true;
        threads.join();
    }
}
