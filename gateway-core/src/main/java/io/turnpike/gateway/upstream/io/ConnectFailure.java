package io.turnpike.gateway.upstream.io;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connect failed, and what that says of the server.
 *
 * @param kind what it says
 * @param reason for people
 */
public record ConnectFailure(Kind kind, String reason) {

    public enum Kind {
        /** The server does not listen, or there is no way to it. */
        REFUSED,
        /** No answer in time: it is gone, or its listen queue is full. */
        TIMED_OUT,
        /** The gateway has no file descriptor or no local port left; says nothing of the server. */
        NO_RESOURCES
    }

    public static ConnectFailure of(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return new ConnectFailure(Kind.TIMED_OUT, "the connect timed out");
        }
        if (cause instanceof ChannelException || cause instanceof BindException) {
            Throwable root = cause.getCause() == null ? cause : cause.getCause();
            return new ConnectFailure(Kind.NO_RESOURCES, String.valueOf(root.getMessage()));
        }
        if (cause instanceof NoRouteToHostException || cause instanceof UnresolvedAddressException) {
            return new ConnectFailure(Kind.REFUSED, "there is no route to it");
        }
        String message = cause == null
                ? "the connect was cancelled"
                : cause.getMessage() == null ? "the connection was closed" : cause.getMessage();
        return new ConnectFailure(
                Kind.REFUSED, message.startsWith("Connection refused") ? "the connection was refused" : message);
    }
}
