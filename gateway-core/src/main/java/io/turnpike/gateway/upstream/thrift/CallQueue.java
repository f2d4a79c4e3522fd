package io.turnpike.gateway.upstream.thrift;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one service's client that have no answer yet: those that wait for a connection, first come, first served, and
 * those that a connection carries, both in the order of their deadlines. A call belongs here from {@link #add} until it is
 * taken out again, whoever answers it then. Guarded by the pool's lock.
 */
final class CallQueue {

    /** Every call without an answer, in the order in which they came, which is that of their deadlines. */
    private final Chain<ThriftCall> unanswered = new Chain<>();

    private final Chain<ThriftCall> waiting = new Chain<>();

    /** Takes in a new call, which neither waits nor is carried yet. */
    void add(ThriftCall call) {
        unanswered.addLast(call.unanswered);
    }

    /** Whether nobody has taken the call out. */
    boolean contains(ThriftCall call) {
        return call.unanswered.isLinked();
    }

    /** Takes out a call that has its answer or is about to get it. */
    void remove(ThriftCall call) {
        unanswered.remove(call.unanswered);
        waiting.remove(call.waiting);
        call.connection = null;
    }

    /** Has a call wait for a connection. */
    void await(ThriftCall call) {
        waiting.addLast(call.waiting);
    }

    /** The call that has waited longest; it waits no more, but is without an answer still. */
    @Nullable
    ThriftCall nextWaiting() {
        return waiting.pollFirst();
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    boolean isEmpty() {
        return unanswered.isEmpty();
    }

    /** Takes out every call that waits. */
    List<ThriftCall> takeWaiting() {
        List<ThriftCall> calls = new ArrayList<>(waiting.size());
        for (ThriftCall call = waiting.pollFirst(); call != null; call = waiting.pollFirst()) {
            unanswered.remove(call.unanswered);
            calls.add(call);
        }
        return calls;
    }

    /**
     * Takes out every call whose deadline has passed; those that a connection carries keep it in {@link ThriftCall#connection}.
     *
     * @param carried is given those that a connection carries
     * @return those that waited
     */
    List<ThriftCall> takeOverdue(long nowNanos, Carried carried) {
        List<ThriftCall> waited = List.of();
        for (ThriftCall call = unanswered.peekFirst();
                call != null && call.deadlineNanos() - nowNanos <= 0;
                call = unanswered.peekFirst()) {
            unanswered.remove(call.unanswered);
            ThriftConnection connection = call.connection;
            if (waiting.remove(call.waiting)) {
                waited = waited.isEmpty() ? new ArrayList<>() : waited;
                waited.add(call);
            } else if (connection != null) {
                carried.by(connection, call);
            }
        }
        return waited;
    }

    /** Takes out every call that a connection carries. */
    void takeCarried(Carried carried) {
        for (ThriftCall call = unanswered.pollFirst(); call != null; call = unanswered.pollFirst()) {
            ThriftConnection connection = call.connection;
            if (connection != null) {
                carried.by(connection, call);
            }
        }
    }

    /** Is told of a call and the connection that carries it. */
    @FunctionalInterface
    interface Carried {

        void by(ThriftConnection connection, ThriftCall call);
    }
}
