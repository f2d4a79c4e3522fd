package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyReaderTest {

    private static final ProtocolLimits LIMITS = new ProtocolLimits(100, 100, 100, 10);

    private final HttpReplyReader reader = new HttpReplyReader(LIMITS, new ByteSinkPool());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Content-Length: 5~~hello",
                "HTTP/1.1 200~content-LENGTH:5~X: y~~hello",
                "HTTP/1.1 100 Continue~~HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 200 OK~Content-Length: 5~~hello",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2;a=b~he~003~llo~0~Trailer: x~~",
                "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 5~~hello"
            })
    void feed_everySplit_bodyAfterBodyIsFound(String reply) throws Exception {
        byte[] wire = bytes(reply);
        for (int split = 0; split <= wire.length; split++) {
            byte[] twice = bytes(reply + "!");
            boolean early = reader.feed(twice, 0, split);
            if (!early) {
                assertThat(reader.feed(twice, split, twice.length - split)).isTrue();
                assertThat(reader.extraBytes()).isEqualTo(1);
            } else {
                assertThat(split).isEqualTo(wire.length);
            }
            assertThat(body()).isEqualTo("hello");
            assertThat(reader.connectionStays()).isTrue();
            assertThat(reader.receivedBytes()).isEqualTo(early ? wire.length : twice.length);
            reader.reset();
            assertThat(reader.receivedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Content-Length: 0~~",
                "HTTP/1.1 204 No Content~~",
                "HTTP/1.1 202 Accepted~Transfer-Encoding: chunked~~0~~"
            })
    void feed_noBody_isEmpty(String reply) throws Exception {
        byte[] wire = bytes(reply);
        for (int i = 0; i < wire.length; i++) {
            assertThat(reader.feed(wire, i, 1)).isEqualTo(i == wire.length - 1);
        }
        assertThat(reader.length()).isZero();
    }

    @Test
    void feedEnd_bodyWithoutALength_endsWithTheConnection() throws Exception {
        byte[] wire = bytes("HTTP/1.0 200 OK~~hello");
        for (int i = 0; i < wire.length; i++) {
            assertThat(reader.feed(wire, i, 1)).isFalse();
        }
        assertThat(reader.feedEnd()).isTrue();
        assertThat(body()).isEqualTo("hello");
        assertThat(reader.connectionStays()).isFalse();
    }

    @Test
    void feedEnd_bodyWithALength_isIncomplete() throws Exception {
        byte[] wire = bytes("HTTP/1.1 200 OK~Content-Length: 5~~hell");
        assertThat(reader.feed(wire, 0, wire.length)).isFalse();
        assertThat(reader.feedEnd()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK~Connection: close, false",
        "HTTP/1.1 200 OK~Connection: x; Close, true",
        "HTTP/1.1 200 OK~connection: KEEP-ALIVE, true",
        "HTTP/1.0 200 OK~connection: keep-alive, true",
        "HTTP/1.0 200 OK, false"
    })
    void connectionStays_isWhatTheServerSays(String head, boolean stays) throws Exception {
        byte[] wire = bytes(head + "~Content-Length: 0~~");
        assertThat(reader.feed(wire, 0, wire.length)).isTrue();
        assertThat(reader.connectionStays()).isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 500 Oops~Content-Length: 0~~|HTTP status 500 (expected: 200)",
                "HTTP/1.1 302 Found~Location: http://elsewhere/~Content-Length: 0~~|HTTP status 302 (expected: 200)",
                "HTTP/1.1 101 Switching Protocols~~|HTTP status 101 (expected: 200)",
                "HTTP/2|bytes that begin with 'HTTP/2' (expected: HTTP/1.1 and a status)",
                "SSH-2.0-x|bytes that begin with 'S' (expected: HTTP/1.1 and a status)",
                "HTTP/1.1 2000~~|an HTTP status line without a status",
                "HTTP/1.1 OK~~|an HTTP status line without a status",
                "HTTP/1.1 200 OK~Content-Length: 101~~|a body of 101 bytes or more (expected: at most 100)",
                "HTTP/1.1 200 OK~Content-Length: 99999999999999999~~|a body of 99999999999999999 bytes or more (expected: at most 100)",
                "HTTP/1.1 200 OK~Content-Length: -1~~|a Content-Length that is no number",
                "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~|a body with two lengths",
                "HTTP/1.1 200 OK~Content-Length: 1~Transfer-Encoding: chunked~~|a body with both Content-Length and chunks",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~|a body with another transfer coding than chunked",
                "HTTP/1.1 200 OK~Content-Encoding: gzip~~|a body with a content coding (expected: none)",
                "HTTP/1.1 200 OK~A: b~ folded~~|an HTTP header line without a name and a colon",
                "HTTP/1.1 200 OK~Content-Length : 1~~|an HTTP header line without a name and a colon",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~|a chunk that does not begin with its length in hexadecimal",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~FFFFFFF~|a body of 268435455 bytes or more (expected: at most 100)",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~40~0123456789012345678901234567890123456789012345678901234567890123~"
                        + "40~|a body of 128 bytes or more (expected: at most 100)",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~ab~|a chunk that is longer than it says"
            })
    void feed_noReplyThatCanBeUsed_isRefused(String reply, String message) {
        byte[] wire = bytes(reply);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < wire.length; i++) {
                        assertThat(reader.feed(wire, i, 1)).isFalse();
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    @Test
    void feed_endlessHead_isRefusedAtItsLimit() throws Exception {
        byte[] begin = bytes("HTTP/1.1 200 OK~");
        byte[] header = bytes("X: y~");
        reader.feed(begin, 0, begin.length);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < HttpReplyReader.MAX_HEAD_BYTES; i++) {
                        reader.feed(header, 0, header.length);
                    }
                })
                .hasMessage("an HTTP head of more than 32768 bytes");
    }

    @Test
    void feed_endlessInterimReplies_areRefusedAtTheLimitOfAHead() {
        byte[] interim = bytes("HTTP/1.1 100 Continue~~");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < HttpReplyReader.MAX_HEAD_BYTES; i++) {
                        reader.feed(interim, 0, interim.length);
                    }
                })
                .hasMessage("an HTTP head of more than 32768 bytes");
    }

    @Test
    void feed_endlessChunkHead_isRefused() throws Exception {
        byte[] begin = bytes("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1;");
        reader.feed(begin, 0, begin.length);
        byte[] extension = new byte[2000];
        java.util.Arrays.fill(extension, (byte) 'x');
        assertThatThrownBy(() -> reader.feed(extension, 0, extension.length))
                .hasMessage("a chunk's head of more than 1024 bytes");
    }

    @Test
    void feed_bodyToTheEndThatIsTooLong_isRefused() throws Exception {
        byte[] begin = bytes("HTTP/1.1 200 OK~~");
        reader.feed(begin, 0, begin.length);
        assertThat(reader.feed(new byte[100], 0, 100)).isFalse();
        assertThatThrownBy(() -> reader.feed(new byte[1], 0, 1))
                .hasMessage("a body of 101 bytes or more (expected: at most 100)");
    }

    private String body() {
        return new String(reader.array(), reader.offset(), reader.length(), StandardCharsets.US_ASCII);
    }

    /** Lines end where a tilde is. */
    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
