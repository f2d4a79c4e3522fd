package io.turnpike.gateway.upstream.thrift;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls a method that does not exist, in one framing, and sees whether the server answers with a message in that framing. */
final class FramingProbe extends ChannelInboundHandlerAdapter {

    /** How a server takes the call. */
    enum Outcome {
        /** With a Thrift message. */
        ANSWERED,
        /** By closing the connection. */
        CLOSED,
        /** With bytes that are no Thrift message in this framing. */
        GARBAGE,
        /** Not at all in time. */
        SILENT
    }

    static final String METHOD = "turnpikeProbe";

    /**
     * A framed server in Python takes what follows the version and the length for further frames; as a length, 0 ends that at
     * once, and any other small number makes it wait for more.
     */
    private static final int SEQUENCE_ID = 0;

    private static final ProtocolLimits LIMITS = new ProtocolLimits(64 << 10, 64 << 10, 1000, 16);
    private static final int STOP = 0;

    private final Framing framing;
    private final Dialect dialect;
    private final IoLoop loop;
    private final Duration timeout;
    private final ReplyReader reader;
    private @Nullable Consumer<Outcome> found;

    /** @param found is told the outcome once, on the loop's thread; the connection is closed by then */
    FramingProbe(
            Framing framing,
            Dialect dialect,
            IoLoop loop,
            Duration timeout,
            ByteSinkPool sinks,
            Consumer<Outcome> found) {
        this.framing = framing;
        this.dialect = dialect;
        this.loop = loop;
        this.timeout = timeout;
        this.reader = ReplyReader.of("", framing, dialect, LIMITS, sinks);
        this.found = found;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteSink message = new ByteSink(64);
        String method = dialect.namePrefix().map(name -> name + ':' + METHOD).orElse(METHOD);
        MessageHeader.write(dialect.protocol(), message, method, MessageType.CALL, SEQUENCE_ID);
        message.writeByte(STOP);
        ByteBuf buffer = context.alloc().directBuffer(Integer.BYTES + message.size());
        if (framing == Framing.FRAMED) {
            buffer.writeInt(message.size());
        }
        buffer.writeBytes(message.array(), 0, message.size());
        var unused = context.writeAndFlush(buffer);
        loop.schedule(() -> end(context, Outcome.SILENT), timeout);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            int count = data.readableBytes();
            if (found == null || count == 0 || !reader.feed(loop.copyIncoming(data), 0, count)) {
                return;
            }
            MessageType type = MessageHeader.read(
                            dialect.protocol(), reader.array(), reader.offset(), reader.length(), LIMITS)
                    .type();
            boolean reply = type == MessageType.EXCEPTION || type == MessageType.REPLY;
            end(context, reply ? Outcome.ANSWERED : Outcome.GARBAGE);
        } catch (ProtocolException e) {
            end(context, Outcome.GARBAGE);
        } finally {
            ReferenceCountUtil.release(data);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(context, Outcome.CLOSED);
    }

    @Override
    @SuppressWarnings("deprecation") // of ChannelHandler.exceptionCaught, not of the inbound one
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, Outcome.CLOSED);
    }

    private void end(ChannelHandlerContext context, Outcome outcome) {
        Consumer<Outcome> listener = found;
        if (listener != null) {
            found = null;
            reader.reset();
            var unused = context.close();
            listener.accept(outcome);
        }
    }
}
