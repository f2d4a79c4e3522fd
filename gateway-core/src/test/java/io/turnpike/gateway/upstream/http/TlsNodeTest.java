package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.nodes;
import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that are called by HTTPS, with a certificate made by the JDK's keytool for node.internal and nothing else. */
class TlsNodeTest {

    private static final String NAME = "node.internal";

    @TempDir
    static Path directory;

    private static Gateway gateway;
    private static SSLContext server;
    private static String certificate;

    @BeforeAll
    static void open() throws Exception {
        Path store = directory.resolve("node.p12");
        Path pem = directory.resolve("node.pem");
        keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=node", "-ext", "SAN=dns:" + NAME);
        keytool("-exportcert", store, "-rfc", "-file", pem.toString());
        certificate = Files.readString(pem, StandardCharsets.US_ASCII);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        server = SSLContext.getInstance("TLS");
        server.init(managers.getKeyManagers(), null, null);
        gateway = new Gateway();
    }

    private static void keytool(String command, Path store, String... more) throws Exception {
        List<String> line = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                "node",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString()));
        line.addAll(List.of(more));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> "see " + directory.resolve("keytool.log"))
                .isZero();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void begin_trustedNode_isCalledByItsNameAndKept() throws Exception {
        try (Node node = node((head, socket) -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
            String names = session.getRequestedServerNames().stream()
                    .map(each -> ((SNIHostName) each).getAsciiName())
                    .reduce("", String::concat);
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + names.length() + "\r\n\r\n" + names);
        })) {
            HttpClient client = gateway.open(with(target(node), tls(NAME, certificate, true)));

            Received received = send(client, get());
            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo(NAME);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void begin_longBodiesBothWays_comeWhole() throws Exception {
        String body = "0123456789abcdef".repeat(20_000);
        try (Node node = node((head, socket) -> Node.send(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + Node.read(socket, body.length())))) {
            HttpClient client = gateway.open(with(target(node), tls(NAME, certificate, true)));

            Received received = send(client, Gateway.request("PUT", body.length()), body);

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo(body);
        }
    }

    @Test
    void begin_otherName_isNotCalled() throws Exception {
        assertThat(problem(tls("other.internal", certificate, true)).detail()).startsWith("No TLS connection");
    }

    @Test
    void begin_unknownCertificate_isNotCalled() throws Exception {
        HttpTarget.Tls tls = new HttpTarget.Tls(Optional.of(NAME), Optional.empty(), true);

        assertThat(problem(tls).error()).isEqualTo(GatewayError.NO_CONNECTION);
    }

    private static GatewayException problem(HttpTarget.Tls tls) throws Exception {
        try (Node node = node((head, socket) -> Node.send(socket, Node.OK))) {
            GatewayException problem =
                    send(gateway.open(with(target(node), tls)), get()).awaitProblem();
            assertThat(node.heads).isEmpty();
            return problem;
        }
    }

    @Test
    void begin_withoutVerifying_isCalledWhoeverItIs() throws Exception {
        try (Node node = node((head, socket) -> Node.send(socket, Node.OK))) {
            HttpTarget.Tls tls = new HttpTarget.Tls(Optional.empty(), Optional.empty(), false);

            assertThat(send(gateway.open(with(target(node), tls)), get()).awaitStatus())
                    .isEqualTo(200);
        }
    }

    /** The JDK takes neither for a name that can be indicated. */
    @ParameterizedTest
    @ValueSource(strings = {"node_1.internal", "node.internal."})
    void begin_nameThatCannotBeIndicated_isCalledWithoutIt(String name) throws Exception {
        try (Node node = node((head, socket) -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
            Node.send(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
                            + session.getRequestedServerNames().size());
        })) {
            HttpTarget.Tls tls = new HttpTarget.Tls(Optional.of(name), Optional.empty(), false);

            Received received = send(gateway.open(with(target(node), tls)), get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("0");
        }
    }

    @Test
    void begin_nameWithAFinalDot_isVerifiedWithoutIt() throws Exception {
        try (Node node = node((head, socket) -> Node.send(socket, Node.OK))) {
            assertThat(send(gateway.open(with(target(node), tls(NAME + ".", certificate, true))), get())
                            .awaitStatus())
                    .isEqualTo(200);
        }
    }

    /** The JDK compares it with no certificate. */
    @Test
    void begin_nameWithUnderscore_isNotCalledAndLeavesNothingBehind() throws Exception {
        try (Node node = node((head, socket) -> Node.send(socket, Node.OK))) {
            HttpClient client = gateway.open(with(target(node), tls("node_1.internal", certificate, true)));

            assertThat(send(client, get()).awaitProblem().detail()).startsWith("No TLS connection");
            Gateway.await(() -> client.nodes().get(0).connections() == 0);
        }
    }

    @Test
    void begin_nodeWithoutTls_isNotCalled() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpTarget.Tls tls = new HttpTarget.Tls(Optional.empty(), Optional.empty(), false);
            HttpClient client = gateway.open(with(target(node), tls));
            Received received = send(client, get());
            gateway.elapse(Duration.ofSeconds(3));

            assertThat(received.awaitProblem().error()).isIn(GatewayError.NO_CONNECTION, GatewayError.UPSTREAM_TIMEOUT);
            assertThat(node.heads).isEmpty();
            Gateway.await(() -> client.nodes().get(0).connections() == 0);
        }
    }

    /** RFC 9112, section 9.8. */
    @Test
    void answer_toTheEndWithFarewell_isWhole() throws Exception {
        try (Node node = node((head, socket) -> {
            Node.send(socket, "HTTP/1.1 200 OK\r\n\r\nto the end");
            socket.close();
        })) {
            Received received = send(gateway.open(with(target(node), tls(NAME, certificate, true))), get());

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("to the end");
        }
    }

    /** The same section: without it somebody else may have closed the connection. */
    @Test
    void answer_toTheEndWithoutFarewell_isCutOff() throws Exception {
        List<Socket> accepted = new java.util.concurrent.CopyOnWriteArrayList<>();
        ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws java.io.IOException {
                Socket socket = super.accept();
                accepted.add(socket);
                SSLSocket tls = (SSLSocket) server.getSocketFactory().createSocket(socket, null, true);
                tls.setUseClientMode(false);
                return tls;
            }
        };
        try (Node node = new Node(plain, (head, socket) -> {
            Node.send(socket, "HTTP/1.1 200 OK\r\n\r\nto the e");
            accepted.get(0).close();
        })) {
            Received received = send(gateway.open(with(target(node), tls(NAME, certificate, true))), get());

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
        }
    }

    @Test
    void open_certificatesThatAreNone_isRefused() {
        assertThatThrownBy(() -> gateway.open(with(nodes("127.0.0.1:9"), tls(NAME, "no certificate", true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CaCertificates");
    }

    private static HttpTarget.Tls tls(String name, String certificates, boolean verify) {
        return new HttpTarget.Tls(Optional.of(name), Optional.of(certificates), verify);
    }

    private static Node node(Node.Answer answer) throws Exception {
        return new Node(
                server.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()), answer);
    }
}
