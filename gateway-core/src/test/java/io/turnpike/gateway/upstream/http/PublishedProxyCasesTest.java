package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.on;
import static io.turnpike.gateway.upstream.http.Gateway.request;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases that other proxies publish as tests of theirs, told again in our words: each names the file that it stems from. What these files
 * have beside (buffering, error pages, backup servers, WebSocket) is nothing that this upstream does.
 */
class PublishedProxyCasesTest {

    private static Gateway gateway;

    @BeforeAll
    static void open() {
        gateway = new Gateway();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    /** nginx/nginx-tests, {@code proxy_next_upstream.t}: two nodes, {@code proxy_next_upstream http_500 http_404}. */
    @Nested
    class NextUpstream {

        private Node first(String status) {
            return new Node((head, socket) -> Node.send(
                    socket, head.contains("X-Ok") ? Node.OK : "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"));
        }

        @Test
        void everyRequest_isAnsweredByTheNodeThatCan() throws Exception {
            try (Node first = first("404 Not Found");
                    Node second = Node.answering(Node.OK)) {
                HttpClient client = gateway.open(with(target(first, second), on("http_500", "http_404")));

                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            }
        }

        /** "make sure backend isn't switched off after proxy_next_upstream http_404", and that it is with http_500. */
        @ParameterizedTest
        @CsvSource({"404 Not Found,true", "500 Internal Server Error,false"})
        void nodeWhoseAnswerWasPassedOver_staysIfItDidNotFail(String status, boolean stays) throws Exception {
            try (Node first = first(status);
                    Node second = Node.answering(Node.OK)) {
                HttpClient client = gateway.open(with(target(first, second), on("http_500", "http_404")));
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
                int before = first.heads.size();

                for (int i = 0; i < 4; i++) {
                    assertThat(send(client, get("X-Ok: 1")).awaitStatus()).isEqualTo(200);
                }

                assertThat(first.heads.size() > before).isEqualTo(stays);
            }
        }

        /** "make sure all backends are tried once". */
        @Test
        void everyNodeAnswers404_eachIsTriedOnce() throws Exception {
            try (Node first = first("404 Not Found");
                    Node second = first("404 Not Found")) {
                HttpClient client = gateway.open(with(target(first, second), on("http_500", "http_404")));

                assertThat(send(client, get()).awaitStatus()).isEqualTo(404);
                assertThat(first.heads).hasSize(1);
                assertThat(second.heads).hasSize(1);
            }
        }

        /** "make sure backend marked as down doesn't count towards no live upstreams": here one of weight 0. */
        @Test
        void nodeThatIsDown_isNotTriedAndIsNoReasonToSayThatNoneIsLeft() throws Exception {
            try (Node first = first("404 Not Found");
                    Node down = Node.answering(Node.OK)) {
                HttpTarget both = with(target(first), on("http_404"));
                HttpClient client = gateway.open(new HttpTarget(
                        List.of(new HttpTarget.Node(first.address(), 1), new HttpTarget.Node(down.address(), 0)),
                        "",
                        both.tls(),
                        both.path(),
                        both.host(),
                        both.connectTimeout(),
                        both.idleTimeout(),
                        both.failover(),
                        both.probe()));

                assertThat(send(client, get()).awaitStatus()).isEqualTo(404);
                assertThat(down.connections()).isZero();
            }
        }
    }

    /** nginx/nginx-tests, {@code proxy_next_upstream_tries.t}: three nodes that answer 404, {@code proxy_next_upstream_tries 2}. */
    @Test
    void tries_limitTheNodesOfOneRequest() throws Exception {
        String notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        try (Node a = Node.answering(notFound);
                Node b = Node.answering(notFound);
                Node c = Node.answering(notFound)) {
            HttpTarget.Failover two = new HttpTarget.Failover(Set.of("http_404"), 2, Optional.empty());

            assertThat(send(gateway.open(with(target(a, b, c), two)), get()).awaitStatus())
                    .isEqualTo(404);
            assertThat(a.heads.size() + b.heads.size() + c.heads.size()).isEqualTo(2);
        }
    }

    /** nginx/nginx-tests, {@code proxy_non_idempotent.t}: both nodes close the connection without an answer, or answer 404. */
    @Nested
    class NonIdempotent {

        @ParameterizedTest
        @CsvSource({
            "GET,error|timeout,2",
            "POST,error|timeout,1",
            "GET,error|non_idempotent,2",
            "POST,error|non_idempotent,2"
        })
        void requestThatHasBeenSent_isSentAgainIfItMay(String method, String words, int attempts) throws Exception {
            try (Node first = new Node((head, socket) -> socket.close());
                    Node second = new Node((head, socket) -> socket.close())) {
                Received received =
                        send(gateway.open(with(target(first, second), on(words.split("\\|")))), request(method, 0));

                assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
                assertThat(first.heads.size() + second.heads.size()).isEqualTo(attempts);
            }
        }

        /** "in particular, not emit builtin error page due to next upstream": the node's own answer is passed on. */
        @ParameterizedTest
        @CsvSource({"GET,2", "POST,1"})
        void listedStatus_isPassedOnByTheLastNodeAsItIs(String method, int attempts) throws Exception {
            String answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nthis";
            try (Node first = Node.answering(answer);
                    Node second = Node.answering(answer)) {
                Received received = send(
                        gateway.open(with(target(first, second), on("error", "timeout", "http_404"))),
                        request(method, 0));

                assertThat(received.awaitStatus()).isEqualTo(404);
                assertThat(received.text()).isEqualTo("this");
                assertThat(first.heads.size() + second.heads.size()).isEqualTo(attempts);
            }
        }

        /** "cached connections follow the same rules". */
        @Test
        void postOnAKeptConnection_isNotSentAgain() throws Exception {
            try (Node node = new Node((head, socket) -> {
                if (head.startsWith("POST")) {
                    socket.close();
                } else {
                    Node.send(socket, "HTTP/1.1 204 No Content\r\n\r\n");
                }
            })) {
                HttpClient client = gateway.open(with(target(node), on("error", "timeout")));
                assertThat(send(client, get()).awaitStatus()).isEqualTo(204);

                assertThat(send(client, request("POST", 0)).awaitProblem().error())
                        .isEqualTo(GatewayError.CONNECTION_LOST);
                assertThat(node.heads).hasSize(2);
                assertThat(node.connections()).isEqualTo(1);
            }
        }
    }

    /**
     * nginx/nginx-tests, {@code proxy_keepalive.t}: after which answers the connection to the node is used for the next request.
     * nginx itself does not yet take an option that only contains "close" for what it is.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET|HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nthis",
                "GET|HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "GET|HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nthis\r\n0\r\n\r\n",
                "GET|HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nth\r\n2\r\nis\r\n0\r\n\r\n",
                "GET|HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HEAD|HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n",
                "GET|HTTP/1.1 304 Not Modified\r\n\r\n",
                "GET|HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
                "GET|HTTP/1.1 200 OK\r\nConnection: x-close\r\nContent-Length: 4\r\n\r\nthis"
            })
    void keepalive_connectionIsUsedAgain(String verbAndAnswer) throws Exception {
        String[] parts = verbAndAnswer.split("\\|", 2);
        try (Node node = Node.answering(parts[1])) {
            HttpClient client = gateway.open(node);
            String body = parts[1].contains("this") || parts[1].contains("th\r\n") ? "this" : "";

            for (int i = 0; i < 2; i++) {
                Received received = send(client, request(parts[0], 0));
                assertThat(received.awaitStatus()).isIn(200, 304);
                assertThat(received.text()).isEqualTo(body);
            }

            assertThat(node.connections()).isEqualTo(1);
        }
    }

    /** The same file, "closed connection tests": the node sends too much, says close, and closes. */
    @Test
    void keepalive_nodeClosesAfterEachAnswer_isNoFailure() throws Exception {
        try (Node node =
                Node.closingAfter("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 12\r\n\r\n0123456789\r\n")) {
            HttpClient client = gateway.open(node);

            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    /** golang/go, {@code src/net/http/httputil/reverseproxy_test.go}. */
    @Nested
    class GoReverseProxy {

        /** {@code TestReverseProxy}; trailers, which Go passes on, are dropped here, and with them {@code TE}. */
        @Test
        void requestAndAnswer_loseWhatConcernsTheirConnection() throws Exception {
            String head = String.join(
                    "\r\n",
                    "HTTP/1.1 404 Not Found",
                    "Trailers: not a special field",
                    "Trailer: X-Trailer",
                    "X-Foo: bar",
                    "Upgrade: foo",
                    "X-Multi-Value: foo",
                    "X-Multi-Value: bar",
                    "Set-Cookie: flavor=chocolateChip",
                    "Transfer-Encoding: chunked\r\n\r\n");
            String body = "4\r\nthis\r\n0\r\nX-Trailer: value\r\n\r\n";
            try (Node node = Node.answering(head + body)) {
                Received received = send(
                        gateway.open(node),
                        get("Connection: close, TE", "TE: trailers", "Proxy-Connection: gone", "Upgrade: foo"));

                assertThat(received.awaitStatus()).isEqualTo(404);
                assertThat(received.text()).isEqualTo("this");
                assertThat(received.field("Trailers")).containsExactly("not a special field");
                assertThat(received.field("X-Multi-Value")).containsExactly("foo", "bar");
                assertThat(received.field("Set-Cookie")).containsExactly("flavor=chocolateChip");
                assertThat(received.field("Upgrade")).isEmpty();
                assertThat(received.field("Trailer")).isEmpty();
                assertThat(received.field("X-Trailer")).isEmpty();
                assertThat(node.heads.get(0))
                        .contains("\r\nX-Forwarded-For: ")
                        .doesNotContain("close", "TE:", "Proxy-Connection", "Upgrade");
            }
        }

        /** {@code TestReverseProxy}, its second half: a node that hangs up. */
        @Test
        void nodeThatHangsUp_isA502() throws Exception {
            try (Node node = new Node((head, socket) -> socket.close())) {
                assertThat(send(gateway.open(node), get())
                                .awaitProblem()
                                .error()
                                .status())
                        .isEqualTo(502);
            }
        }

        /** {@code TestReverseProxyStripHeadersPresentInConnection}: both ways, several in one line and in several lines. */
        @Test
        void fieldsThatConnectionNames_areLeftOut() throws Exception {
            String answer = String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "Connection: X-Some, X-Other",
                    "Connection: x-third",
                    "X-Some: 1",
                    "X-Other: 2",
                    "X-Third: 3",
                    "X-Fourth: 4",
                    "Content-Length: 0\r\n\r\n");
            try (Node node = Node.answering(answer)) {
                Received received = send(
                        gateway.open(node),
                        get(
                                "Connection: X-Some, X-Other",
                                "Connection: x-third",
                                "X-Some: 1",
                                "x-other: 2",
                                "X-Third: 3"));

                assertThat(received.awaitStatus()).isEqualTo(200);
                assertThat(received.field("X-Some")).isEmpty();
                assertThat(received.field("X-Other")).isEmpty();
                assertThat(received.field("X-Third")).isEmpty();
                assertThat(received.field("X-Fourth")).containsExactly("4");
                assertThat(node.heads.get(0).toLowerCase(java.util.Locale.ROOT))
                        .doesNotContain("x-some", "x-other", "x-third");
            }
        }

        /** {@code TestXForwardedFor}: what came before is kept; here only from a trusted proxy. */
        @Test
        void forwardedFor_keepsWhatATrustedProxySaid() throws Exception {
            try (Node node = Node.answering(Node.OK)) {
                HttpClient client = gateway.open(node);
                String said = "X-Forwarded-For: 198.51.100.1";

                assertThat(send(client, request(Gateway.PROXY, "GET", "/", null, 0, said))
                                .awaitStatus())
                        .isEqualTo(200);
                assertThat(send(client, request(Gateway.SENDER, "GET", "/", null, 0, said))
                                .awaitStatus())
                        .isEqualTo(200);

                assertThat(node.heads.get(0)).contains("\r\nX-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n");
                assertThat(node.heads.get(1)).contains("\r\nX-Forwarded-For: 192.0.2.7\r\n");
            }
        }

        /** {@code TestReverseProxyQuery}, and what its later cases ask: nothing of a query is made tidy. */
        @ParameterizedTest
        @ValueSource(strings = {"", "us=er", "a=1&a=2;b=3", "%zz&&=&+"})
        void query_goesOnUnchanged(String query) throws Exception {
            try (Node node = Node.answering(Node.OK)) {
                assertThat(send(gateway.open(node), request(Gateway.SENDER, "GET", "/x", query, 0))
                                .awaitStatus())
                        .isEqualTo(200);
                assertThat(node.heads.get(0)).startsWith("GET /x?" + query + " HTTP/1.1\r\n");
            }
        }

        /** {@code TestUserAgentHeader}: none is made up. */
        @Test
        void userAgent_isTheClientsOrNone() throws Exception {
            try (Node node = Node.answering(Node.OK)) {
                HttpClient client = gateway.open(node);

                assertThat(send(client, get("User-Agent: explicit")).awaitStatus())
                        .isEqualTo(200);
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);

                assertThat(node.heads.get(0)).contains("\r\nUser-Agent: explicit\r\n");
                assertThat(node.heads.get(1)).doesNotContain("User-Agent");
            }
        }

        /** {@code TestReverseProxy_Post}: a body of a mebibyte arrives as it is. */
        @Test
        void post_ofAMebibyte_arrivesWhole() throws Exception {
            String body = "a".repeat(1 << 20);
            try (Node node = new Node((head, socket) ->
                    Node.send(socket, Node.read(socket, body.length()).equals(body) ? Node.OK : "wrong"))) {
                assertThat(send(gateway.open(node), request("POST", body.length()), body)
                                .awaitStatus())
                        .isEqualTo(200);
            }
        }

        /** {@code TestReverseProxy_CopyBuffer} and {@code TestReverseProxy_PanicBodyError}: a body shorter than it says is cut off. */
        @Test
        void bodyShorterThanItsLength_isNotPassedOffAsWhole() throws Exception {
            try (Node node = Node.closingAfter("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nthis")) {
                Received received = send(gateway.open(node), get());

                assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
                assertThat(received.text()).isEqualTo("this");
            }
        }
    }
}
