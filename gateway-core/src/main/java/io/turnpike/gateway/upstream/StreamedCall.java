package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.GatewayException;

/**
 * A call on its way, seen from whoever has the client: the request's body goes in here. Methods may be called on any thread, by one at a
 * time, and never block; after the end of the call they do nothing.
 */
public interface StreamedCall {

    /**
     * Passes on a piece of the request's body; only after {@link StreamReceiver#bodyWanted}. The bytes are copied before this returns.
     *
     * @return whether more may follow at once; if not, {@link StreamReceiver#bodyWanted} is called when it may
     */
    boolean write(byte[] bytes, int offset, int length);

    /** The request's body is whole; called once for each request that has a body, unless the call has ended before. */
    void finish();

    /** {@link StreamReceiver#body} may be called again, after it returned false. */
    void resume();

    /**
     * The client is gone, or its body cannot be read: the call ends without an answer, and the connection to the node with it. The
     * receiver may still be in the middle of a method, but no other one is begun.
     */
    void cancel();

    /**
     * The same where the client is told of a problem by whoever cancels.
     *
     * @param told what the client gets instead of an answer of the call
     */
    default void cancel(GatewayException told) {
        cancel();
    }
}
