package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Gets the answer of a call. Its methods are called one after the other, each seeing what the one before did, on I/O threads: they must not
 * block. The order is {@code bodyWanted* head body* (end | failed)}, where {@code bodyWanted} may also come between and after the others,
 * and {@code failed} at any time; after {@code end} and {@code failed} nothing comes any more. The first may be called before
 * {@link StreamedUpstream#begin} has returned.
 */
public interface StreamReceiver {

    /**
     * The request's body is to be read now, and passed on by {@link StreamedCall#write}: for the first time when a node takes the request,
     * for no other node can take it any more once the body is touched; and again each time {@code write} has returned false. Never called
     * for a request without a body.
     */
    void bodyWanted();

    /**
     * The answer's status and fields, hop-by-hop ones taken out, {@code Content-Length} among them if it is known. Interim answers (1xx) do
     * not come here.
     */
    void head(int status, List<HeaderField> fields);

    /**
     * A piece of the answer's body.
     *
     * @param bytes to be read before this returns
     * @return whether more may come at once; if not, {@link StreamedCall#resume} is to be called when it may
     */
    boolean body(ByteBuffer bytes);

    /** What has gone wrong, where the answer that follows says so: for the log. */
    default void noted(GatewayException problem) {}

    /**
     * Where the request has been sent, and what came of each place, told once it is over if the first one has failed and another was named: for
     * the log.
     */
    default void tried(String places) {}

    /** The answer is whole. */
    void end();

    /**
     * There will be no (whole) answer.
     *
     * @param problem what the client is to be told where {@link #head} has not been called; else the answer can only be broken off
     */
    void failed(GatewayException problem);
}
