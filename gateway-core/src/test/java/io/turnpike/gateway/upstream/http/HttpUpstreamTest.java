package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.request;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.StreamedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One node, one request: what goes there, and what comes back. */
class HttpUpstreamTest {

    private static Gateway gateway;

    @BeforeAll
    static void open() {
        gateway = new Gateway();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void begin_get_passesRequestAndAnswerOn() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 201 Made\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello")) {
            Received received = send(gateway.open(node), get("Accept: text/html", "Cookie: a=b"));

            assertThat(received.awaitStatus()).isEqualTo(201);
            assertThat(received.text()).isEqualTo("hello");
            assertThat(received.field("X-A")).containsExactly("1");
            assertThat(received.field("Content-Length")).containsExactly("5");
            assertThat(received.field("Via")).containsExactly("1.1 " + gateway.transport.pseudonym());
            assertThat(received.wanted).hasValue(0);
            assertThat(node.heads.get(0))
                    .startsWith("GET /a/b?q=1 HTTP/1.1\r\nHost: shop.example:8080\r\n")
                    .contains("\r\nAccept: text/html\r\n", "\r\nCookie: a=b\r\n")
                    .doesNotContain("Content-Length", "Transfer-Encoding");
        }
    }

    @Test
    void begin_withoutHost_thatOfTheNodeIsAskedFor() throws Exception {
        StreamedRequest.Sender sender = new StreamedRequest.Sender("192.0.2.7", false, "http", "", 8080);
        try (Node node = Node.answering(Node.OK)) {
            Received received = send(gateway.open(node), Gateway.request(sender, "GET", "/a", null, 0));

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(node.heads.get(0)).startsWith("GET /a HTTP/1.1\r\nHost: " + node.address() + "\r\n");
        }
    }

    @Test
    void begin_twoRequests_shareAConnection() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(node);

            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);

            assertThat(node.heads).hasSize(2);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void begin_postWithLength_sendsTheBodyAsItIs() throws Exception {
        try (Node node = new Node((head, socket) -> {
            String body = Node.read(socket, 5);
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body);
        })) {
            Received received = send(gateway.open(node), request("POST", 5, "Content-Length: 5"), "abcde");

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("abcde");
            assertThat(node.heads.get(0)).containsOnlyOnce("Content-Length: 5\r\n");
        }
    }

    @Test
    void begin_postOfUnknownLength_sendsChunks() throws Exception {
        try (Node node = new Node((head, socket) -> {
            String body = Node.readChunks(socket).replace("\r\n", "|");
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        })) {
            HttpClient client = gateway.open(node);
            StreamedRequest chunked =
                    request("POST", StreamedRequest.UNKNOWN_LENGTH, "Transfer-Encoding: chunked", "Trailer: X-Sum");
            Received received = send(client, chunked, "0123456789abcdef");

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("10|0123456789abcdef|0||");
            assertThat(node.heads.get(0))
                    .containsOnlyOnce("Transfer-Encoding: chunked\r\n")
                    .doesNotContain("Content-Length", "Trailer");
            assertThat(send(client, chunked, "again").awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void answer_chunkedWithTrailers_dropsThem() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";
        String body = "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 42\r\n\r\n";
        try (Node node = Node.answering(head + body)) {
            HttpClient client = gateway.open(node);
            Received received = send(client, get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("abcde");
            assertThat(received.field("X-Sum")).isEmpty();
            assertThat(received.field("Trailer")).isEmpty();
            assertThat(received.field("Transfer-Encoding")).isEmpty();
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void answer_toHead_hasNoBodyButItsLength() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")) {
            HttpClient client = gateway.open(node);
            Received received = send(client, request("HEAD", 0));

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.field("Content-Length")).containsExactly("1000");
            assertThat(received.bodyBytes).hasValue(0);
            assertThat(send(client, request("HEAD", 0)).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"204,''", "304,99"})
    void answer_ofAStatusWithoutBody_ends(int status, String length) throws Exception {
        try (Node node = Node.answering("HTTP/1.1 " + status + " X\r\nContent-Length: 99\r\n\r\n")) {
            Received received = send(gateway.open(node), get());

            assertThat(received.awaitStatus()).isEqualTo(status);
            assertThat(String.join("", received.field("Content-Length"))).isEqualTo(length);
            assertThat(received.bodyBytes).hasValue(0);
        }
    }

    @Test
    void answer_interimOnes_areNotPassedOn() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        try (Node node = Node.answering(interim + interim + Node.OK)) {
            HttpClient client = gateway.open(node);
            Received received = send(client, get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.field("Link")).isEmpty();
            assertThat(received.text()).isEqualTo("ok");
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    /** The node may say it unasked (RFC 9110, section 15.2.1). */
    @Test
    void answer_continueToARequestWithoutBody_asksForNone() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 100 Continue\r\n\r\n" + Node.OK)) {
            HttpClient client = gateway.open(node);
            Received received = send(client, get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.wanted).hasValue(0);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void answer_interimWithoutEnd_isNone() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 102 Processing\r\n\r\n".repeat(101))) {
            GatewayException problem = send(gateway.open(node), get()).awaitProblem();

            assertThat(problem.error()).isEqualTo(GatewayError.BAD_REPLY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\n\r\nto the end",
                "HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nto the end",
                "HTTP/1.1 200 OK\r\n\r\nto the end",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\na\r\nto the end\r\n0\r\n\r\n"
            })
    void answer_ofAConnectionThatCloses_endsWithIt(String answer) throws Exception {
        try (Node node = Node.closingAfter(answer)) {
            HttpClient client = gateway.open(node);
            Received received = send(client, get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("to the end");
            assertThat(received.field("Connection")).isEmpty();
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n"
            })
    void answer_cutOff_fails(String answer) throws Exception {
        try (Node node = Node.closingAfter(answer)) {
            Received received = send(gateway.open(node), get());

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(received.status).isCompletedWithValue(200);
            assertThat(received.text()).isEqualTo("half");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"
            })
    void answer_malformed_isNone(String answer) throws Exception {
        try (Node node = Node.closingAfter(answer)) {
            Received received = send(gateway.open(node), get());

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.BAD_REPLY);
            assertThat(received.awaitProblem().detail()).doesNotContain("127.0.0.1");
            assertThat(received.awaitProblem().logNote()).contains(node.address());
        }
    }

    /** RFC 9112, section 5.1: a proxy leaves such white space out of an answer. */
    @Test
    void answer_spaceBeforeTheColon_isPassedOnWithout() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length : 2\r\n\r\nok")) {
            Received received = send(gateway.open(node), get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.field("X-A")).containsExactly("1");
        }
    }

    @Test
    void answer_headOfMoreThan64KiB_isNone() throws Exception {
        String flood = "HTTP/1.1 200 OK\r\n" + ("X-A: " + "a".repeat(1000) + "\r\n").repeat(70) + "\r\n";
        try (Node node = Node.closingAfter(flood)) {
            assertThat(send(gateway.open(node), get()).awaitProblem().error()).isEqualTo(GatewayError.BAD_REPLY);
        }
    }

    @Test
    void answer_bodyThatIsNoChunk_fails() throws Exception {
        try (Node node =
                Node.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnot a length\r\n")) {
            Received received = send(gateway.open(node), get());

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(received.status).isCompletedWithValue(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!", "HTT"})
    void answer_thatNobodyAskedFor_isNeverTheNextOnes(String more) throws Exception {
        try (Node node = Node.answering(Node.OK + more)) {
            HttpClient client = gateway.open(node);

            for (int i = 0; i < 3; i++) {
                Received received = send(client, get());
                assertThat(received.awaitStatus()).isEqualTo(200);
                assertThat(received.text()).isEqualTo("ok");
            }
            assertThat(node.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SSH-2.0-OpenSSH_9.6            | SSH-2.0-OpenSSH_9.6
                    Http/1.1 ok                    | Http/1.1 ok
                    a\u0003b"c                     | a\\x03b"c
                    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                    """)
    void begin_answerIsNoHttp_itsFirstLineIsShownAsItCame(String line, String shown) throws Exception {
        try (Node node = Node.answering(line + "\r\n\r\n")) {
            GatewayException problem = send(gateway.open(node), get()).awaitProblem();

            assertThat(problem.error()).isEqualTo(GatewayError.BAD_REPLY);
            assertThat(problem.detail())
                    .endsWith("sent what is no HTTP answer: the line \"" + shown
                            + "\" (expected: one such as HTTP/1.1 200 OK)");
        }
    }

    @Test
    void begin_requestThatHasBeenHere_isALoop() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(node);
            String other = "Via: 1.0 fred, 1.1 example.com (Apache)";

            assertThat(send(client, get(other)).awaitStatus()).isEqualTo(200);
            assertThat(node.heads.get(0))
                    .contains(other + "\r\n", "\r\nVia: 1.1 " + gateway.transport.pseudonym() + "\r\n");
            Received again = send(client, get(other, "Via: 1.1 a, 1.1 " + gateway.transport.pseudonym() + " (x)"));
            assertThat(again.awaitProblem().error()).isEqualTo(GatewayError.LOOP_DETECTED);
            assertThat(again.awaitProblem().logNote()).isEqualTo("HTTP nodes " + node.address());
            assertThat(node.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A: a\r\nX-B: b", "X-A: a\0", "X A: b", "X-A: \u0142"})
    void begin_fieldThatWouldBecomeAnother_isMalformed(String field) throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            GatewayException problem = send(gateway.open(node), get(field)).awaitProblem();

            assertThat(problem.error()).isEqualTo(GatewayError.MALFORMED_REQUEST);
            assertThat(node.connections()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"3,abcde", "5,abc"})
    void write_otherLengthThanAnnounced_endsTheCall(int announced, String body) throws Exception {
        try (Node node = new Node((head, socket) -> Node.read(socket, 100))) {
            Received received = send(gateway.open(node), request("PUT", announced), body);

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.MALFORMED_REQUEST);
        }
    }
}
