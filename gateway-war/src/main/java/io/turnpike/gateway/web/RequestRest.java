package io.turnpike.gateway.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * What the client still owes of a request that has been answered: read as it comes, on no thread, and thrown away, so that the server does not wait for it
 * on one. Confined to one {@link Serial}.
 */
final class RequestRest {

    private static final System.Logger LOGGER = System.getLogger(RequestRest.class.getName());

    private final RequestSide request;
    private final ReadListener listener;
    private final Runnable over;
    private boolean isAwaited;

    /** @param listener as {@link RequestSide#discard}
     * @param over is run once, when there is no more to wait for */
    RequestRest(RequestSide request, ReadListener listener, Runnable over) {
        this.request = request;
        this.listener = listener;
        this.over = over;
    }

    /** Lets the client see the end of its answer, and begins to wait. */
    void await(HttpServletResponse answer) {
        isAwaited = true;
        try {
            answer.getOutputStream().close();
            more();
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    /** There is something to read; nothing is done if nobody waits. */
    void more() {
        if (!isAwaited) {
            return;
        }
        try {
            if (request.discard(listener)) {
                end();
            }
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    /** Nothing more will come; nothing is done if nobody waits. */
    void end() {
        if (isAwaited) {
            isAwaited = false;
            over.run();
        }
    }

    private void broken(Exception sign) {
        LOGGER.log(Level.DEBUG, "The rest of a request does not come: {0}", sign);
        end();
    }
}
