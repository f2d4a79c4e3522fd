package io.turnpike.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;

/**
 * A request that goes on on another thread, because it may block, and the one that it is on must not: on Payara what a client has sent ahead (RFC 9112, section 9.3.2) is
 * processed by the thread that completes the request before, which may be the I/O thread that has got the answer to that.
 */
final class ElsewhereRequest extends AsyncRequest {

    private ElsewhereRequest(HttpServletRequest request, HttpServletResponse response, ClientConnection connection) {
        super(request, response, connection);
    }

    /**
     * To be called by the last filter there is, instead of going on in the chain: the dispatch passes none.
     *
     * @param blocking runs what may wait until the current thread has left the request
     */
    static void handOver(
            HttpServletRequest request, HttpServletResponse response, ClientConnection connection, Executor blocking) {
        ElsewhereRequest elsewhere = new ElsewhereRequest(request, response, connection);
        elsewhere.listen();
        blocking.execute(elsewhere::dispatch);
    }

    @Override
    public void look() {
        // Nobody looks: there is nothing to wait for.
    }

    @Override
    void onEnd() {
        // Nothing is left to do.
    }
}
