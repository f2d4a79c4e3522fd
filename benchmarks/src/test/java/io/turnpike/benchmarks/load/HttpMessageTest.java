package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpMessageTest {

    @Test
    void end_ofEveryPrefix_isIncompleteUntilTheLastByte() {
        for (String message : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Type: a\r\ncontent-LENGTH: 3\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: b\r\n\r\n"
        }) {
            byte[] bytes = ("xx" + message + "HTTP").getBytes(StandardCharsets.US_ASCII);
            int end = bytes.length - 4;
            for (int to = 2; to < end; to++) {
                assertThat(HttpMessage.end(bytes, 2, to))
                        .as(message + " until " + to)
                        .isEqualTo(HttpMessage.INCOMPLETE);
            }
            assertThat(HttpMessage.end(bytes, 2, end)).isEqualTo(end);
            assertThat(HttpMessage.end(bytes, 2, bytes.length)).isEqualTo(end);
        }
    }

    @Test
    void status_ofReply_isTheNumber() {
        byte[] bytes = "HTTP/1.1 503 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(HttpMessage.status(bytes, 0, bytes.length)).isEqualTo(503);
    }
}
