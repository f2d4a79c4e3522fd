package io.turnpike.gateway.upstream.thrift;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which carries one call at a time. Everything here happens on its I/O thread, except {@link #handOver} and
 * {@link #requestClose} and {@link #requestAbort}, which only queue.
 *
 * <p>Closing is final and happens once: by the server, by a fault, by a timeout or because nobody needs it any more. Between
 * calls the connection keeps reading, so that a server's close, or bytes that no call asked for, take it out of the pool at
 * once and not when the next call finds out. A call that has been written is never sent again elsewhere, since the server
 * may have carried it out.
 */
final class ThriftConnection extends ChannelInboundHandlerAdapter {

    /** Its place among the idle connections of its endpoint; guarded by the pool's lock. */
    final Chain.Link<ThriftConnection> idle = new Chain.Link<>(this);

    /** Its place among those that have never answered; guarded by the pool's lock, as are the next three. */
    final Chain.Link<ThriftConnection> untried = new Chain.Link<>(this);

    long idleSinceNanos;
    long busySinceNanos;

    /** Whether the server has answered on it. */
    boolean served;

    private final ConnectionPool pool;
    private final Endpoint endpoint;
    private final IoLoop loop;
    private final Framing framing;
    private final RequestHead head;
    private final ReplyReader reader;
    private final Runnable startHandedOver = this::startHandedOver;

    /** Written before the task that reads it is queued. */
    private @Nullable ThriftCall handedOver;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ThriftCall call;
    private boolean written;
    private boolean answeredBefore;
    private boolean discarded;

    ThriftConnection(ConnectionPool pool, Endpoint endpoint, IoLoop loop, Framing framing) {
        this.pool = pool;
        this.endpoint = endpoint;
        this.loop = loop;
        this.framing = framing;
        Dialect dialect = pool.options().dialect();
        this.head = RequestHead.of(pool.service(), framing, dialect, endpoint.instance());
        this.reader =
                ReplyReader.of(pool.service(), framing, dialect, pool.options().limits(), pool.sinks());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Framing framing() {
        return framing;
    }

    /** Carries a call from another thread to this connection, which the caller has taken out of the pool. */
    void handOver(ThriftCall next) {
        handedOver = next;
        if (!loop.execute(startHandedOver)) {
            pool.discarded(this, next, Discard.UNNEEDED);
            next.fail(Problems.stopped(pool.service()));
        }
    }

    /** Closes it, if it carries no call by then. */
    void requestClose() {
        loop.execute(() -> {
            if (call == null && handedOver == null) {
                discard(null, Discard.UNNEEDED);
            }
        });
    }

    /** Ends a call that it carries, and the connection with it: the reply may still come. */
    void requestAbort(ThriftCall unwanted, GatewayException problem, boolean isFault) {
        unwanted.abandoned = problem;
        loop.execute(() -> {
            if (call == unwanted) {
                // Without a frame where one is expected, some servers wait for ever.
                boolean doubtful = isFault && !answeredBefore && reader.receivedBytes() == 0;
                end(problem, doubtful ? Discard.DOUBTFUL : Discard.UNNEEDED);
            }
        });
    }

    /** Starts a call; to be called on the I/O thread. */
    void start(ThriftCall next) {
        ChannelHandlerContext open = context;
        if (discarded || open == null || !open.channel().isActive()) {
            // Nothing has been sent, so another connection can take it.
            discard(null, Discard.UNNEEDED);
            pool.resubmit(next);
            return;
        }
        call = next;
        written = false;
        GatewayException abandoned = next.abandoned;
        if (abandoned != null) {
            end(abandoned, Discard.UNNEEDED);
            return;
        }
        ChannelFuture write;
        try {
            write = open.writeAndFlush(encode(open, next));
        } catch (OutOfMemoryError e) {
            end(Problems.noResources(pool.service(), "no memory for the message"), Discard.UNNEEDED);
            return;
        }
        if (write.isDone()) {
            writeEnded(next, write);
        } else {
            write.addListener(done -> writeEnded(next, write));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf data = (ByteBuf) message;
        int count = data.readableBytes();
        byte[] bytes;
        try {
            if (discarded || count == 0) {
                return;
            }
            bytes = loop.copyIncoming(data);
        } finally {
            ReferenceCountUtil.release(data);
        }
        ThriftCall current = call;
        if (current == null) {
            endpoint.faults()
                    .warn("sent " + Counted.of(count, "byte") + " that no call asked for; the connection is closed");
            discard(null, Discard.UNNEEDED);
            return;
        }
        try {
            if (reader.feed(bytes, 0, count)) {
                replied(current);
            }
        } catch (ProtocolException e) {
            badReply(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ThriftCall current = call;
        if (current != null && reader.feedEnd()) {
            replied(current);
        } else {
            lost("closed the connection");
        }
    }

    @Override
    @SuppressWarnings("deprecation") // of ChannelHandler.exceptionCaught, not of the inbound one
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        lost("broke the connection (" + cause.getMessage() + ")");
    }

    private void startHandedOver() {
        ThriftCall next = handedOver;
        handedOver = null;
        if (next != null) {
            start(next);
        }
    }

    private ByteBuf encode(ChannelHandlerContext open, ThriftCall next) {
        ByteSink message = next.message();
        ByteBuf buffer = open.alloc().directBuffer(head.bytes() + message.size());
        head.write(next, message.size(), buffer);
        buffer.writeBytes(message.array(), 0, message.size());
        next.releaseMessage(pool.sinks());
        return buffer;
    }

    private void writeEnded(ThriftCall owner, ChannelFuture write) {
        if (call != owner) {
            return;
        }
        if (!write.isSuccess()) {
            Throwable cause = write.cause();
            lost("broke the connection (" + (cause == null ? "cancelled" : cause.getMessage()) + ")");
        } else {
            written = true;
            if (owner.oneway() && !framing.confirmsOneway()) {
                answered(owner, Response.empty(202), true);
            }
        }
    }

    private void replied(ThriftCall current) {
        int extra = reader.extraBytes();
        boolean reusable = written && extra == 0 && reader.connectionStays();
        ByteSink json = loop.json();
        Response response;
        try {
            reader.requireAnswerTo(current);
            if (current.oneway() && framing.confirmsOneway()) {
                answered(current, Response.empty(202), reusable);
                return;
            }
            Reply reply = current.transcoder()
                    .readReply(reader.array(), reader.offset(), reader.length(), current.sequenceId(), json);
            response = Answers.of(reply, json, loop.answers());
        } catch (ProtocolException e) {
            badReply(String.valueOf(e.getMessage()));
            return;
        } catch (GatewayException e) {
            leave(current, reusable);
            current.fail(e.withLogNote(address()));
            return;
        } catch (RuntimeException | StackOverflowError e) {
            System.getLogger(ThriftConnection.class.getName())
                    .log(System.Logger.Level.ERROR, "Decoding a reply of " + pool.service() + " failed", e);
            end(new GatewayException(GatewayError.INTERNAL_ERROR, "The reply could not be decoded"), Discard.UNNEEDED);
            return;
        }
        if (extra > 0) {
            endpoint.faults().warn("sent " + Counted.of(extra, "byte") + " after its reply; the connection is closed");
        }
        answeredBefore = true;
        answered(current, response, reusable);
    }

    private void answered(ThriftCall current, Response response, boolean reusable) {
        leave(current, reusable);
        current.complete(response);
    }

    /** Ends a call that got its answer. The connection is free before the caller learns of it, and so can be used again. */
    private void leave(ThriftCall current, boolean reusable) {
        call = null;
        reader.reset();
        if (!reusable) {
            discard(current, Discard.UNNEEDED);
            return;
        }
        ThriftCall next = pool.released(this, current);
        if (next == null) {
            return;
        }
        if (current.oneway()) {
            // It is done when it is written, which may be at once: a queue of such calls must not pile up on the stack.
            handOver(next);
        } else {
            start(next);
        }
    }

    private void badReply(String reason) {
        end(Problems.badReply(pool.service(), reason), Discard.DOUBTFUL);
    }

    private void lost(String how) {
        if (call == null) {
            discard(null, Discard.BY_SERVER);
            return;
        }
        int received = reader.receivedBytes();
        String when = " after " + Counted.of(received, "byte") + " of its reply";
        if (received == 0) {
            when = " before it answered" + (answeredBefore ? "" : Problems.isItsDialect(framing, pool.options()));
        }
        GatewayException problem = Problems.connectionLost(pool.service(), how + when);
        end(problem, received == 0 && !answeredBefore ? Discard.DOUBTFUL : Discard.BY_SERVER);
    }

    /** Fails the call and closes the connection. */
    private void end(GatewayException problem, Discard why) {
        ThriftCall current = call;
        call = null;
        reader.reset();
        discard(current, why);
        if (current != null) {
            current.releaseMessage(pool.sinks());
            current.fail(problem.withLogNote(address()));
        }
    }

    private String address() {
        return Problems.address(endpoint.instance());
    }

    private void discard(@Nullable ThriftCall current, Discard why) {
        if (!discarded) {
            discarded = true;
            pool.discarded(this, current, why);
            ChannelHandlerContext open = context;
            if (open != null) {
                var unused = open.channel().close();
            }
        }
    }
}
