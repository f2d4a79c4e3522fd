package io.turnpike.gateway.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node, for one request at a time. Everything here happens on its I/O thread.
 *
 * <p>It reads only when it is told to, a piece of 64 KiB at most, so that whoever cannot take more holds the node back. Between requests
 * it reads as well, to be told when the node closes it.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

    /** Who has the connection now. */
    interface User {

        /** The head of an answer, interim ones included; it may be a failure of the decoder. */
        void head(HttpResponse head);

        /** A piece of the body; to be released by the callee. */
        void body(ByteBuf piece);

        /** The answer is whole. */
        void end();

        /** There is no more to come; {@code reason} is empty if the node has closed the connection in order. */
        void closed(String reason);
    }

    private HttpNode node;
    private ConnectionShelf shelf;
    private final AnswerDecoder decoder = new AnswerDecoder(this::unsolicited);
    private @Nullable ChannelHandlerContext context;
    private @Nullable User user;
    private boolean paused;
    private boolean closed;
    private boolean tls;
    private boolean closedInOrder;
    private boolean used;
    private boolean interim;
    private boolean ended;
    private boolean excess;
    private String fault = "";

    /** When it became free; the shelf's. */
    long idleSinceNanos;

    /** How long the node keeps it, as it has said; {@link Long#MAX_VALUE} if it has not; the shelf's. */
    long keptNanos = Long.MAX_VALUE;

    HttpConnection(HttpNode node, ConnectionShelf shelf) {
        this.node = node;
        this.shelf = shelf;
    }

    HttpNode node() {
        return node;
    }

    AnswerDecoder decoder() {
        return decoder;
    }

    ConnectionShelf shelf() {
        return shelf;
    }

    boolean isOpen() {
        return !closed && context != null && context.channel().isActive();
    }

    /** Whether it has lain on the shelf, so that the node may close it just as a request takes it. */
    boolean used() {
        return used;
    }

    /**
     * It is another client's from now on; it must be idle.
     *
     * @param nextNode the same node there; it has been asked {@link HttpNode#mayConnect}
     */
    void moveTo(HttpNode nextNode, ConnectionShelf nextShelf) {
        shelf.remove(this);
        node.disconnected();
        node = nextNode;
        shelf = nextShelf;
    }

    /** It is put on the shelf. */
    void shelved(long now) {
        idleSinceNanos = now;
        used = true;
    }

    /** The connection is established, TLS included. */
    void opened(Channel channel, boolean byTls) {
        tls = byTls;
        // A write that fails must not take away the answer that explains it.
        channel.config().setAutoRead(false).setAutoClose(false);
        channel.read();
    }

    /** Begins a request. */
    void start(User next, String method) {
        user = next;
        paused = false;
        ended = false;
        excess = false;
        decoder.expect(method);
        read();
    }

    ChannelFuture write(byte[]... parts) {
        ChannelHandlerContext open = context;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open.writeAndFlush(Unpooled.wrappedBuffer(parts));
    }

    /** Reads no more until {@link #proceed}; what has been read already still comes. */
    void pause() {
        paused = true;
    }

    void proceed() {
        paused = false;
        read();
    }

    /** The request has its answer; returns whether the connection can be used again. */
    boolean free() {
        user = null;
        paused = false;
        return decoder.done() && !excess && isOpen();
    }

    /** Closes it; the user is told nothing. */
    void close() {
        user = null;
        gone();
        ChannelHandlerContext open = context;
        if (open != null) {
            var unused = open.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        try {
            User current = user;
            if (current == null) {
                return;
            }
            if (ended) {
                // What follows a whole answer is no other one (RFC 9112, section 9.2).
                excess = true;
                return;
            }
            if (message instanceof HttpResponse head) {
                interim = head.status().code() < 200;
                current.head(head);
                if (head.decoderResult().isFailure()) {
                    return;
                }
            }
            if (message instanceof HttpContent content && user == current) {
                content(current, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void content(User current, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            broken("a body that cannot be read: "
                    + content.decoderResult().cause().getMessage());
            return;
        }
        if (content.content().isReadable()) {
            current.body(content.content().retain());
        }
        if (content instanceof LastHttpContent && user == current) {
            if (tls && !isOpen() && !closedInOrder) {
                // RFC 9112, section 9.8: without TLS's own farewell anybody may have cut the answer off.
                broken("TLS ended without close_notify");
            } else {
                ended = !interim;
                current.end();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext open, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            closedInOrder = true;
            var unused = open.close();
        }
        open.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        broken(fault);
    }

    @Override
    @SuppressWarnings("deprecation") // of ChannelHandler, not of ChannelInboundHandler
    public void exceptionCaught(ChannelHandlerContext open, Throwable cause) {
        fault = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        broken(fault);
    }

    private void broken(String reason) {
        User current = user;
        close();
        if (current != null) {
            current.closed(reason);
        }
    }

    private void unsolicited() {
        node.faults().warn("sent bytes that no request asked for; the connection is closed");
        close();
    }

    private void read() {
        ChannelHandlerContext open = context;
        if (!paused && !closed && open != null) {
            open.read();
        }
    }

    private void gone() {
        if (!closed) {
            closed = true;
            shelf.remove(this);
            node.disconnected();
        }
    }
}
