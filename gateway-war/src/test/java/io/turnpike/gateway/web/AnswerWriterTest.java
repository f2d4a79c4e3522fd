package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

    private static final int LENGTH = 200_000;

    private final List<String> calls = new ArrayList<>();
    private final Client client = new Client();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();
    private final AnswerWriter writer = AnswerWriter.of(
            proxy(HttpServletRequest.class),
            proxy(HttpServletResponse.class),
            ClientConnection.of(proxy(HttpServletRequest.class)),
            slowClients(),
            status -> done.incrementAndGet());

    @Test
    void write_clientTakesPieces_getsAllAndTheRequestEndsOnce() throws IOException {
        client.takes = 1;
        writer.write(answer());
        assertThat(client.received.size()).isPositive().isLessThan(LENGTH);
        while (done.get() == 0) {
            client.takes = 1;
            client.listener().onWritePossible();
        }
        assertThat(client.received.toByteArray()).isEqualTo(answer().body());
        assertThat(calls).contains("setStatus 201", "setContentType application/json", "setContentLength " + LENGTH);
        assertThat(calls).containsOnlyOnce("complete");
        assertThat(returned).hasValue(1);

        writer.onError(new IOException("late"));
        assertThat(done).hasValue(1);
        assertThat(returned).hasValue(1);
    }

    @Test
    void look_clientTakesNothingForTooLong_isGivenUp() {
        client.takes = 1;
        writer.write(answer());
        for (int i = 0; i < SlowClients.MOST_LOOKS_IN_VAIN; i++) {
            writer.look();
        }
        assertThat(done).hasValue(0);
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(RequestFaults.class.getName());
        Filter filter = line -> lines.add(line.getLevel() + " " + line.getMessage());
        logger.setFilter(filter);
        try {
            writer.look();
            writer.look();
        } finally {
            logger.setFilter(null);
        }
        assertThat(done).hasValue(1);
        // The container may still read what it was given.
        assertThat(returned).hasValue(0);
        assertThat(calls).containsOnlyOnce("complete");
        assertThat(lines)
                .containsExactly(
                        "INFO GET /Assets/all: 201, broken off after the head, request-timeout: The client takes"
                                + " nothing of its answer, of which 65536 bytes were written, and is cut off [from 192.0.2.7]");
    }

    @Test
    void look_clientTakesAPieceNowAndThen_isWaitedFor() throws IOException {
        client.takes = 1;
        writer.write(answer());
        for (int piece = 0; piece < 2; piece++) {
            for (int i = 0; i < 10; i++) {
                writer.look();
            }
            client.takes = 1;
            client.listener().onWritePossible();
        }
        assertThat(done).hasValue(0);
    }

    @Test
    void write_containerHasEndedTheRequest_touchesNothing() {
        writer.onComplete(null);
        List<String> before = List.copyOf(calls);
        writer.write(answer());
        assertThat(calls).isEqualTo(before);
        assertThat(done).hasValue(1);
    }

    @Test
    void write_clientIsGone_ends() {
        client.broken = true;
        client.takes = 1;
        writer.write(answer());
        assertThat(done).hasValue(1);
        assertThat(returned).hasValue(0);
    }

    @Test
    void write_noBody_ends() {
        client.takes = Integer.MAX_VALUE;
        writer.write(Response.empty(204));
        assertThat(calls).contains("setStatus 204", "complete");
        assertThat(calls).noneMatch(call -> call.startsWith("setContentLength"));
        assertThat(done).hasValue(1);
    }

    private Response answer() {
        byte[] body = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            body[i] = (byte) i;
        }
        return new Response(201, "application/json", Map.of(), List.of(), body, LENGTH, returned::incrementAndGet);
    }

    /** Some that nobody looks at but the test. */
    static SlowClients slowClients() {
        SlowClients slowClients = new SlowClients();
        slowClients.threads = new AnswerThreads() {
            @Override
            boolean tryExecute(Runnable task) {
                return false;
            }
        };
        return slowClients;
    }

    /** Writes down what is called; knows of the objects that belong to one request. */
    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (type == AsyncContext.class || type == HttpServletResponse.class) {
                        String with = arguments == null
                                ? ""
                                : ' ' + String.valueOf(Arrays.asList(arguments).get(0));
                        calls.add(method.getName() + with);
                    }
                    return switch (method.getName()) {
                        case "startAsync" -> proxy(AsyncContext.class);
                        case "getRequest" -> proxy(HttpServletRequest.class);
                        case "getMethod" -> "GET";
                        case "getRequestURI" -> "/Assets/all";
                        case "getRemoteAddr" -> "192.0.2.7";
                        case "getOutputStream" -> client;
                        case "hashCode" -> 1;
                        case "equals" -> false;
                        case "toString" -> type.getSimpleName();
                        default -> null;
                    };
                }));
    }

    /** Takes as many pieces as it is told to. */
    private static final class Client extends ServletOutputStream {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final List<WriteListener> listeners = new ArrayList<>();
        private int takes;
        private boolean broken;

        WriteListener listener() {
            return listeners.get(0);
        }

        @Override
        public boolean isReady() {
            return takes > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            listeners.add(listener);
            try {
                listener.onWritePossible();
            } catch (IOException e) {
                listener.onError(e);
            }
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("piece by piece");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            takes--;
            received.write(bytes, offset, length);
        }
    }
}
