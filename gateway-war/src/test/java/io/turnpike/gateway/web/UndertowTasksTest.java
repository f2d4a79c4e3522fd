package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real Undertow, whose executor counts what it is given. */
@Timeout(60)
class UndertowTasksTest {

    private static final int REQUESTS = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService later = Executors.newSingleThreadExecutor();
    private final AtomicInteger given = new AtomicInteger();
    private Undertow server = Undertow.builder().build();

    @AfterEach
    void stop() {
        server.stop();
        later.shutdownNow();
        threads.shutdownNow();
    }

    private void start(Servlet servlet) throws Exception {
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(getClass().getClassLoader())
                .setContextPath("/")
                .setDeploymentName("test")
                .setAsyncExecutor(task -> {
                    given.incrementAndGet();
                    threads.execute(task);
                })
                .addServlet(Servlets.servlet("servlet", servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                        .addMapping("/*")
                        .setAsyncSupported(true));
        DeploymentManager manager = Servlets.newContainer().addDeployment(info);
        manager.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(new PathHandler().addPrefixPath("/", manager.start()))
                .build();
        server.start();
    }

    private void call() throws Exception {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("a body"))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("an answer");
        }
    }

    @Test
    void install_listenersAreSet_noThreadIsAskedFor() throws Exception {
        start(new Answering() {
            @Override
            void answer(AsyncContext async) throws IOException {
                ServletInputStream in = async.getRequest().getInputStream();
                in.setReadListener(new Reader(in, () -> later.execute(() -> listen(async))));
            }
        });
        call();

        assertThat(given).hasValue(0);
    }

    @Test
    void install_requestsAreCompleted_thoseTasksGoWhereTheyWent() throws Exception {
        start(new Answering() {
            @Override
            void answer(AsyncContext async) {
                later.execute(() -> {
                    write(async);
                    async.complete();
                });
            }
        });
        call();

        assertThat(given).hasValue(REQUESTS);
    }

    @Test
    void install_start_goesWhereItWent() throws Exception {
        start(new Answering() {
            @Override
            void answer(AsyncContext async) throws IOException {
                // Else the I/O thread would be the one to read it, and cannot.
                async.getRequest().getInputStream().readAllBytes();
                async.start(() -> listen(async));
            }
        });
        call();

        assertThat(given).hasValue(REQUESTS);
    }

    private static void write(AsyncContext async) {
        try {
            async.getResponse().getOutputStream().write("an answer".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers by a listener. */
    private static void listen(AsyncContext async) {
        try {
            ServletOutputStream out = async.getResponse().getOutputStream();
            out.setWriteListener(new WriteListener() {
                @Override
                public void onWritePossible() {
                    if (out.isReady()) {
                        write(async);
                        async.complete();
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    async.complete();
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Installs what is tested with each request, as the first ones may come together. */
    private abstract static class Answering extends HttpServlet {

        private static final long serialVersionUID = 1;

        abstract void answer(AsyncContext async) throws IOException;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            UndertowTasks.install(getServletContext(), ClientConnection.of(request));
            answer(request.startAsync(request, response));
        }
    }

    private record Reader(ServletInputStream in, Runnable read) implements ReadListener {

        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady() && in.read() >= 0) {
                // Until all has come.
            }
        }

        @Override
        public void onAllDataRead() {
            read.run();
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
