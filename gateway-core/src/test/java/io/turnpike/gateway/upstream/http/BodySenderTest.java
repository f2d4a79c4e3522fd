package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.nodes;
import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.request;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySenderTest {

    @ParameterizedTest
    @CsvSource({"false,took nothing", "true,sent nothing"})
    void finish_lastChunkIsNotTaken_endsTheCallInTime(boolean fails, String expected) throws Exception {
        try (Gateway gateway = new Gateway()) {
            HttpClient client = gateway.open(nodes("127.0.0.1:9"));
            LastChunk lastChunk = new LastChunk(fails);
            LoopCalls calls = gateway.transport.nextLoop();
            calls.loop().execute(() -> shelve(calls.shelf(client), client, lastChunk));

            Received received = send(client, request("POST", -1), "body");
            await(lastChunk.reached::get);
            gateway.elapse(Duration.ofSeconds(61));

            GatewayException problem = received.awaitProblem();
            assertThat(problem.error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
            assertThat(problem.detail()).contains(expected);
            assertThat(client.nodes().get(0).connections()).isZero();
        }
    }

    private static void shelve(ConnectionShelf shelf, HttpClient client, LastChunk lastChunk) {
        HttpNode node = client.nodes().get(0);
        assertThat(node.mayConnect()).isTrue();
        HttpConnection connection = new HttpConnection(node, shelf);
        EmbeddedChannel channel = new EmbeddedChannel(lastChunk, connection.decoder(), connection);
        connection.opened(channel, false);
        shelf.put(connection, client.now());
    }

    /** A socket that takes everything but the last chunk. */
    private static final class LastChunk extends ChannelOutboundHandlerAdapter {

        final AtomicBoolean reached = new AtomicBoolean();
        private final boolean fails;

        LastChunk(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
            String text = ((ByteBuf) message).toString(StandardCharsets.ISO_8859_1);
            ReferenceCountUtil.release(message);
            if (!text.equals("0\r\n\r\n")) {
                written.setSuccess();
                return;
            }
            if (fails) {
                written.setFailure(new IOException("Broken pipe"));
            }
            reached.set(true);
        }
    }
}
