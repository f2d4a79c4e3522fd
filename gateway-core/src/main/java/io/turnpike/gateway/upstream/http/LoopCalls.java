package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.upstream.io.IoLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one I/O thread has to do with HTTP nodes: its calls under way, and the idle connections of each client. Used there only. */
final class LoopCalls {

    private final IoLoop loop;
    private final Set<HttpCall> calls = new LinkedHashSet<>();
    private final Map<HttpClient, ConnectionShelf> shelves = new HashMap<>();
    private @Nullable Runnable whenIdle;

    LoopCalls(IoLoop loop) {
        this.loop = loop;
    }

    IoLoop loop() {
        return loop;
    }

    /** The idle connections of a client. */
    ConnectionShelf shelf(HttpClient client) {
        return client.isClosed()
                ? ConnectionShelf.keepingNothing()
                : shelves.computeIfAbsent(client, each -> new ConnectionShelf());
    }

    /** A client is closed: connections that are free go to its heir if it has one, those that will be later are not kept. */
    void forget(HttpClient client, @Nullable HttpClient heir) {
        ConnectionShelf shelf = shelves.remove(client);
        if (shelf != null) {
            if (heir != null) {
                shelf.leaveTo(shelf(heir), heir.nodes());
            }
            shelf.close();
        }
    }

    void begin(HttpCall call) {
        calls.add(call);
    }

    void ended(HttpCall call) {
        calls.remove(call);
        Runnable waiting = whenIdle;
        if (waiting != null && calls.isEmpty()) {
            waiting.run();
        }
    }

    /** Runs a task once no call is under way: now, or when the last one has ended. */
    void whenIdle(Runnable task) {
        whenIdle = task;
        if (calls.isEmpty()) {
            task.run();
        }
    }

    /** Ends what has waited too long. */
    void tick(long now) {
        for (HttpCall call : List.copyOf(calls)) {
            call.tick(now);
        }
        shelves.values().forEach(shelf -> shelf.tick(now));
    }

    /** Ends every call. */
    void abort() {
        for (HttpCall call : List.copyOf(calls)) {
            call.abort();
        }
        List.copyOf(shelves.keySet()).forEach(client -> forget(client, null));
    }
}
