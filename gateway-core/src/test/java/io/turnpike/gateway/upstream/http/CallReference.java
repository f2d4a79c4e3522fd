package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.upstream.StreamedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A call that its receiver may ask for before {@code begin} has returned it. */
final class CallReference {

    private final List<Consumer<StreamedCall>> waiting = new ArrayList<>();
    private StreamedCall call;

    void complete(StreamedCall begun) {
        List<Consumer<StreamedCall>> tasks;
        synchronized (this) {
            call = begun;
            tasks = List.copyOf(waiting);
        }
        tasks.forEach(task -> task.accept(begun));
    }

    /** Does something with the call, now or as soon as it is there. */
    void run(Consumer<StreamedCall> task) {
        StreamedCall known;
        synchronized (this) {
            known = call;
            if (known == null) {
                waiting.add(task);
            }
        }
        if (known != null) {
            task.accept(known);
        }
    }
}
