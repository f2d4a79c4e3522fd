package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.BodyFilter;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.upstream.StreamReceiver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Takes an answer through the header filters and the body filters to the client, one step after the other, however long a plugin takes for one.
 * Confined to the call's serial.
 */
final class AnswerFilter {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final String CONTENT_LENGTH = "Content-Length";

    private final PluginChain chain;
    private final Asker asker;
    private final MutableRequest request;
    private final StreamReceiver client;
    private final Runnable resume;
    private final Runnable begun;
    private final Runnable ended;
    private final Queue<Runnable> steps = new ArrayDeque<>(4);
    private final List<Filter> filters = new ArrayList<>(0);
    private boolean isBusy;
    private boolean isDraining;
    private boolean isBlocked;
    private boolean isPaused;
    private boolean isBodiless;
    private int status;
    private long sent;
    private boolean isOver;

    private record Filter(BoundPlugin plugin, BodyFilter filter, boolean keepsLength) {}

    /**
     * @param client gets the answer
     * @param resume is run when pieces may come again, after {@link #isFree} has said no
     * @param begun is run when the client is about to be told the status
     * @param ended is run when the client is about to have all of it
     */
    AnswerFilter(
            PluginChain chain,
            Asker asker,
            MutableRequest request,
            StreamReceiver client,
            Runnable resume,
            Runnable begun,
            Runnable ended) {
        this.chain = chain;
        this.asker = asker;
        this.request = request;
        this.client = client;
        this.resume = resume;
        this.begun = begun;
        this.ended = ended;
    }

    /** The status that the client has been told; 0 if none. */
    int status() {
        return status;
    }

    /** Bytes of the body that have been handed on. */
    long sent() {
        return sent;
    }

    /** Throws away what has come so far of an answer that the client has seen nothing of. */
    void restart() {
        asker.forget();
        steps.clear();
        filters.clear();
        isBusy = false;
        isPaused = false;
    }

    /** Nothing more goes to the client. */
    void close() {
        isOver = true;
        restart();
    }

    /** Runs something when what came before has been dealt with; it calls {@link #done} when it has been, too, or {@link #restart}. */
    void then(Runnable step) {
        steps.add(step);
        drain();
    }

    /** A step that was begun by {@link #then} is done. */
    void done() {
        isBusy = false;
        drain();
    }

    void head(int first, List<HeaderField> fields) {
        then(() -> filterHead(first, fields));
    }

    /** To be called within a step, in its place. */
    void filterHead(int first, List<HeaderField> fields) {
        MutableHead head = new MutableHead(first, fields);
        filterHead(head, chain.in(Phase.HEADER_FILTER), 0);
    }

    void piece(byte[] bytes) {
        then(() -> pass(bytes, 0, this::hand));
    }

    void end() {
        then(() -> endFilters(0));
    }

    /** Whether pieces may come at once. */
    boolean isFree() {
        boolean free = steps.isEmpty() && !isBusy && !isBlocked;
        isPaused |= !free;
        return free;
    }

    /** The client takes more. */
    void resume() {
        isBlocked = false;
        drain();
    }

    private void filterHead(MutableHead head, List<BoundPlugin> plugins, int index) {
        if (index == plugins.size()) {
            head.seal();
            boolean none = head.status() == NO_CONTENT || head.status() == NOT_MODIFIED;
            isBodiless = none || request.method().equals("HEAD");
            // Of HEAD they are asked, too: whether its length is that of GET depends on them.
            collect(head, none ? List.of() : chain.in(Phase.BODY_FILTER), 0);
            return;
        }
        BoundPlugin plugin = plugins.get(index);
        if (asker.isOut(plugin)) {
            filterHead(head, plugins, index + 1);
            return;
        }
        asker.<Boolean>ask(
                plugin,
                Phase.HEADER_FILTER.word(),
                handler -> {
                    handler.headerFilter(request, head);
                    return true;
                },
                filtered -> filterHead(head, plugins, index + 1));
    }

    private void collect(MutableHead head, List<BoundPlugin> plugins, int index) {
        if (index == plugins.size()) {
            begin(head);
            return;
        }
        BoundPlugin plugin = plugins.get(index);
        if (asker.isOut(plugin)) {
            collect(head, plugins, index + 1);
            return;
        }
        asker.ask(
                plugin,
                Phase.BODY_FILTER.word(),
                handler -> Optional.ofNullable(handler.bodyFilter(request, head))
                        .map(filter -> new Filter(plugin, filter, filter.keepsLength())),
                found -> {
                    found.ifPresent(filters::add);
                    collect(head, plugins, index + 1);
                });
    }

    private void begin(MutableHead head) {
        List<HeaderField> fields = head.headers();
        if (filters.stream().anyMatch(each -> !each.keepsLength())) {
            fields = fields.stream().filter(field -> !field.is(CONTENT_LENGTH)).toList();
        }
        if (isBodiless) {
            filters.clear();
        }
        status = head.status();
        begun.run();
        client.head(status, List.copyOf(fields));
        done();
    }

    /** Takes a piece through the filters from one on. */
    private void pass(byte[] bytes, int from, Consumer<byte[]> then) {
        if (from == filters.size() || bytes.length == 0) {
            then.accept(bytes);
            return;
        }
        Filter filter = filters.get(from);
        asker.ask(
                filter.plugin(),
                Phase.BODY_FILTER.word(),
                handler -> filter.filter().piece(bytes),
                next -> pass(next, from + 1, then));
    }

    private void hand(byte[] bytes) {
        give(bytes);
        done();
    }

    private void give(byte[] bytes) {
        if (bytes.length > 0 && !isBodiless && !isOver) {
            sent += bytes.length;
            isBlocked |= !client.body(ByteBuffer.wrap(bytes));
        }
    }

    private void endFilters(int index) {
        if (index == filters.size()) {
            isOver = true;
            ended.run();
            client.end();
            return;
        }
        Filter filter = filters.get(index);
        asker.ask(
                filter.plugin(),
                Phase.BODY_FILTER.word(),
                handler -> filter.filter().end(),
                tail -> pass(tail, index + 1, rest -> {
                    give(rest);
                    steps.add(() -> endFilters(index + 1));
                    done();
                }));
    }

    private void drain() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        try {
            while (!isBusy && !isBlocked && !isOver) {
                Runnable step = steps.poll();
                if (step == null) {
                    break;
                }
                isBusy = true;
                step.run();
            }
        } finally {
            isDraining = false;
        }
        if (isPaused && steps.isEmpty() && !isBusy && !isBlocked && !isOver) {
            isPaused = false;
            resume.run();
        }
    }
}
