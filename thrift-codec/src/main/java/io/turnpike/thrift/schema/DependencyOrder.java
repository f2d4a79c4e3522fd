package io.turnpike.thrift.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Visits nodes of a graph so that each comes after all it depends on: depth-first search with a stack of its own, so chains
 * may be as long as they like. Linear in nodes and edges.
 *
 * @param <T> a node; equality must be identity or as cheap
 */
final class DependencyOrder<T> {

    private enum State {
        OPEN,
        DONE
    }

    private record Frame<T>(T node, Iterator<T> dependencies) {}

    private final Function<T, ? extends Iterable<T>> dependencies;
    private final Consumer<T> onCycle;
    private final Consumer<T> onReady;
    private final Map<T, State> states = new HashMap<>();

    /**
     * @param onCycle told a node that depends on itself, once for each way round; it becomes ready nevertheless
     * @param onReady told each node once, after all that it depends on
     */
    DependencyOrder(Function<T, ? extends Iterable<T>> dependencies, Consumer<T> onCycle, Consumer<T> onReady) {
        this.dependencies = dependencies;
        this.onCycle = onCycle;
        this.onReady = onReady;
    }

    void visit(T root) {
        Deque<Frame<T>> stack = new ArrayDeque<>();
        open(root, stack);
        while (!stack.isEmpty()) {
            Frame<T> frame = stack.element();
            if (frame.dependencies().hasNext()) {
                open(frame.dependencies().next(), stack);
            } else {
                stack.remove();
                states.put(frame.node(), State.DONE);
                onReady.accept(frame.node());
            }
        }
    }

    private void open(T node, Deque<Frame<T>> stack) {
        State state = states.putIfAbsent(node, State.OPEN);
        if (state == null) {
            stack.push(new Frame<>(node, dependencies.apply(node).iterator()));
        } else if (state == State.OPEN) {
            onCycle.accept(node);
        }
    }
}
