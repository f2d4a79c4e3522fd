package io.turnpike.gateway.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that no thread of the container waits for. It ends once: when this says so, or when the container does, because the client is gone; what it had
 * may be another request's from then on. There is no timeout but that of {@link SlowClients} and of the upstream. Safe for use by several threads.
 */
abstract class AsyncRequest implements AsyncListener, SlowClients.Watched {

    private final AsyncContext async;
    private final Thread container = Thread.currentThread();
    private final ClientConnection connection;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** To be called on the container's thread; {@link #listen} comes next. */
    AsyncRequest(HttpServletRequest request, HttpServletResponse response, ClientConnection connection) {
        this.connection = connection;
        async = request.startAsync(request, response);
        async.setTimeout(0);
    }

    /** Has the container tell of the end. */
    final void listen() {
        async.addListener(this);
    }

    /** Is called once, at the end; what the request and its answer had is there no more. */
    abstract void onEnd();

    /** Is called once, after {@link #onEnd}, when the container has been told, or has told. */
    void onCompleted() {}

    final boolean hasEnded() {
        return ended.get();
    }

    /** What it came by. */
    final ClientConnection connection() {
        return connection;
    }

    /** The request, as long as it has not ended. */
    final HttpServletRequest request() {
        return (HttpServletRequest) async.getRequest();
    }

    /** Ends the request. */
    final void end() {
        if (over()) {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // The container was first.
            } finally {
                onCompleted();
            }
        }
    }

    @Override
    public final void cut() {
        connection.cut();
        end();
    }

    /** Hands the request back to the container, which goes on with it behind the filters. Does nothing if it has ended. */
    final void dispatch() {
        if (over()) {
            ContainerThread.awaitExit(container, async);
            async.dispatch();
        }
    }

    /** Whether this is the end, and not what comes after it. */
    private boolean over() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        onEnd();
        return true;
    }

    @Override
    public final void onComplete(AsyncEvent event) {
        if (over()) {
            onCompleted();
        }
    }

    @Override
    public final void onError(AsyncEvent event) {
        end();
    }

    @Override
    public final void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public final void onStartAsync(AsyncEvent event) {
        // What is started after a dispatch is somebody else's.
    }
}
