package io.turnpike.gateway.pull;

import static io.turnpike.gateway.pull.Bucket.NEW;
import static io.turnpike.gateway.pull.Bucket.OLD;
import static io.turnpike.gateway.pull.Bucket.OTHERS;
import static io.turnpike.gateway.pull.Bucket.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.turnpike.gateway.persistence.ServerCertificate;
import io.turnpike.gateway.persistence.TestLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pulled from a real HTTP server, and how it takes what servers do. */
class HttpSourceTest {

    private static final String TOKEN = "t0ken-that-nobody-sees";

    @TempDir
    Path directory;

    private final Bound bound = new Bound();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Answer answer = this::answerFile;
    private Bucket bucket;
    private HttpServer server;
    private String source;

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        bucket = new Bucket(directory.resolve("source"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("If-None-Match"));
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
        source = "http://127.0.0.1:" + server.getAddress().getPort() + "/conf";
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** With a tag that is the body's hash. */
    private void answerFile(HttpExchange exchange) throws IOException {
        Path file = bucket.base().resolve(exchange.getRequestURI().getPath().replaceFirst("^/conf/", ""));
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] body = Files.readAllBytes(file);
        String tag = "\"" + new String(body, StandardCharsets.UTF_8).hashCode() + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void answer(int status, String body) {
        answer = exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private ConfigurationPull pull(Optional<String> token) {
        return pull(source, token, Optional.empty());
    }

    private ConfigurationPull pull(String from, Optional<String> token, Optional<String> caFile) {
        PullOptions plain = Bucket.options(from);
        PullOptions options =
                new PullOptions(plain.source(), plain.clusterId(), plain.interval(), token, caFile, plain.s3());
        return new ConfigurationPull(
                options,
                options.open(),
                Bucket.check(),
                bound,
                directory.resolve("data"),
                1 << 16,
                () -> Instant.EPOCH,
                nanos::get);
    }

    private static void assertRefused(ConfigurationPull pull, String reason) {
        pull.step();
        assertThat(pull.report().fault()).contains(reason);
    }

    @Test
    void step_changedAndNot_asksWithTheTagAndReadsWhatIsNew() {
        bucket.publish(OLD, RULES, "1", RULES);
        ConfigurationPull pull = pull(Optional.empty());
        pull.step();
        assertThat(bound.last()).isEqualTo(Bucket.both(RULES, RULES));
        requests.clear();
        pull.step();
        assertThat(pull.report().fault()).isEmpty();
        assertThat(requests).singleElement().asString().startsWith("/conf/c1/version.json \"");
        requests.clear();
        bucket.publish(NEW, OTHERS, "1", RULES);
        pull.step();
        assertThat(requests)
                .hasSize(3)
                .element(1)
                .isEqualTo("/conf/c1/modules/access/access/" + NEW + "/access.rules null");
        assertThat(bound.last()).isEqualTo(Bucket.both(OTHERS, RULES));
    }

    @Test
    void step_token_isSentAndNeverLogged() {
        bucket.publishAccess(OLD, RULES);
        AtomicReference<String> sent = new AtomicReference<>("");
        answer = exchange -> {
            sent.set(exchange.getRequestHeaders().getFirst("Authorization"));
            answerFile(exchange);
        };
        try (TestLog log = new TestLog()) {
            ConfigurationPull pull = pull(Optional.of(TOKEN));
            pull.step();
            assertThat(sent).hasValue("Bearer " + TOKEN);
            assertThat(bound.last()).isEqualTo(Bucket.access(RULES));
            answer(401, "<Error><Code>Denied</Code></Error>");
            assertRefused(pull, "version.json: the answer is 401 Denied (expected: 200)");
            assertThat(log.lines())
                    .as("but for what the JDK says when it is asked to tell everything")
                    .filteredOn(line -> !line.startsWith("FINE"))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(TOKEN));
            assertThat(pull.report().toString()).doesNotContain(TOKEN);
        }
    }

    @Test
    void step_https_trustsTheGivenAuthoritiesAlone() throws Exception {
        ServerCertificate certificate = ServerCertificate.create(directory.resolve("server"));
        ServerCertificate other = ServerCertificate.create(directory.resolve("other"));
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        https.setExecutor(threads);
        https.createContext("/", exchange -> {
            try (exchange) {
                answerFile(exchange);
            }
        });
        https.start();
        try {
            bucket.publishAccess(OLD, RULES);
            String from = "https://127.0.0.1:" + https.getAddress().getPort() + "/conf";
            assertRefused(
                    pull(from, Optional.empty(), Optional.empty()),
                    "version.json: no answer: no authority that is trusted has signed its certificate"
                            + " (setting: pullCaFile): PKIX path building failed");
            String otherFile = other.certificateFile().toString();
            assertRefused(pull(from, Optional.empty(), Optional.of(otherFile)), "pullCaFile): PKIX path");
            assertThat(bound.all).isEmpty();
            String file = certificate.certificateFile().toString();
            ConfigurationPull trusting = pull(from, Optional.empty(), Optional.of(file));
            trusting.step();
            assertThat(trusting.report().fault()).isEmpty();
            assertThat(bound.all).containsExactly(Bucket.access(RULES));
        } finally {
            https.stop(0);
        }
    }

    @Test
    void step_refusals_keepWhatRuns() {
        bucket.publishAccess(OLD, RULES);
        ConfigurationPull pull = pull(Optional.empty());
        pull.step();
        answer(404, "");
        assertRefused(pull, "version.json: it is not there, the answer is 404 (expected: 200)");
        answer(403, "forbidden");
        assertRefused(pull, "version.json: the answer is 403 (expected: 200)");
        answer(500, "");
        assertRefused(pull, "the answer is 500");
        answer(302, "");
        assertRefused(pull, "the answer is 302");
        answer(200, "<html>a login page</html>");
        assertRefused(pull, "version.json is not well-formed JSON");
        answer(200, " ".repeat((1 << 16) + 1));
        assertRefused(pull, "version.json: it has more than 65536 bytes");
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
        };
        assertRefused(pull, "version.json: the answer ends after 1 bytes (expected: 1000)");
        server.stop(0);
        assertRefused(pull, "version.json: no answer: Connection refused");
        assertThat(bound.all).containsExactly(Bucket.access(RULES));
    }

    @Test
    void step_serverThatDripsItsAnswer_isGivenUpAtTheDeadline() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (true) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                body.write(' ');
                body.flush();
            }
        };
        ConfigurationPull pull = pull(Optional.empty());
        assertRefused(pull, "version.json: the source took longer than 30 s");
    }

    @Test
    void step_serverThatDripsARefusal_isGivenUpAtTheDeadline() {
        answer = exchange -> {
            exchange.sendResponseHeaders(503, 0);
            OutputStream body = exchange.getResponseBody();
            // Less than the largest reason; the client, which gives it up, is gone before.
            for (int i = 0; i < 1_000; i++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                body.write(' ');
                body.flush();
            }
        };
        ConfigurationPull pull = pull(Optional.empty());
        assertRefused(pull, "version.json: the source took longer than 30 s");
    }

    @Test
    void step_plusInAVersion_isEscapedInTheAddress() {
        bucket.publishAccess("1.0+build", RULES);
        ConfigurationPull pull = pull(Optional.empty());
        pull.step();
        assertThat(requests).element(1).isEqualTo("/conf/c1/modules/access/access/1.0%2Bbuild/access.rules null");
        assertThat(bound.all).containsExactly(Bucket.access(RULES));
    }

    @Test
    void stop_whileTheServerSaysNothing_endsTheReadAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        answer = exchange -> {
            asked.countDown();
            try {
                over.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        ConfigurationPull pull = pull(Optional.empty());
        pull.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        try (TestLog log = new TestLog()) {
            long begun = System.nanoTime();
            pull.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            assertThat(log.warnings()).isEmpty();
        } finally {
            over.countDown();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("turnpike-pull");
    }

    @Test
    void read_afterClose_fails() {
        PullSource closed = Bucket.options(source).open();
        closed.close();
        assertThatThrownBy(
                        () -> closed.read("version.json", 10, new Deadline(Duration.ofSeconds(10), System::nanoTime)))
                .isInstanceOf(IOException.class)
                .hasMessage("version.json: closed");
    }
}
