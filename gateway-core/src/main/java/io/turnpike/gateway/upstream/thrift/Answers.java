package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which HTTP answer a Thrift reply becomes. */
final class Answers {

    private static final int DECLARED_EXCEPTION_STATUS = 422;

    /** A shorter body costs less in an array of its own. */
    private static final int LEAST_BORROWED_BYTES = 256;

    private static final byte[] NONE = {};

    /** What the numbers of {@code TApplicationException} mean, from 0. */
    private static final String[] APPLICATION_ERRORS = {
        "UNKNOWN",
        "UNKNOWN_METHOD",
        "INVALID_MESSAGE_TYPE",
        "WRONG_METHOD_NAME",
        "BAD_SEQUENCE_ID",
        "MISSING_RESULT",
        "INTERNAL_ERROR",
        "PROTOCOL_ERROR",
        "INVALID_TRANSFORM",
        "INVALID_PROTOCOL",
        "UNSUPPORTED_CLIENT_TYPE"
    };

    /** A buffer that goes back to its pool, once: two answers in one would be each other's. */
    @SuppressWarnings("serial")
    private static final class Loan extends AtomicReference<@Nullable ByteSink> implements Runnable {

        private final transient ByteSinkPool sinks;

        Loan(ByteSink sink, ByteSinkPool sinks) {
            super(sink);
            this.sinks = sinks;
        }

        @Override
        public void run() {
            ByteSink sink = getAndSet(null);
            if (sink != null) {
                sinks.release(sink);
            }
        }
    }

    private Answers() {}

    /**
     * @param json the JSON of the reply, which is copied
     * @param sinks what the copy is taken from, and goes back to
     * @throws GatewayException if the reply says that the server failed
     */
    static Response of(Reply reply, ByteSink json, ByteSinkPool sinks) throws GatewayException {
        return switch (reply.kind()) {
            case VALUE -> answer(reply, 200, json, sinks);
            case VOID -> Response.empty(204);
            case EXCEPTION -> answer(reply, DECLARED_EXCEPTION_STATUS, json, sinks);
            case APPLICATION_ERROR ->
                throw new GatewayException(GatewayError.APPLICATION_ERROR, applicationError(reply));
        };
    }

    private static Response answer(Reply reply, int usualStatus, ByteSink json, ByteSinkPool sinks) {
        int status = reply.status() == 0 ? usualStatus : reply.status();
        // These have no body by HTTP (RFC 9110, section 6.4.1).
        int length = status == 204 || status == 205 || status == 304 ? 0 : json.size();
        String contentType = length == 0 ? null : "application/json";
        Map<String, String> headers = Map.of();
        List<String> cookies = List.of();
        if (!reply.headers().isEmpty()) {
            headers = new LinkedHashMap<>();
            cookies = new ArrayList<>(1);
            for (Parameter header : reply.headers()) {
                String value = header.value();
                if (header.name().equalsIgnoreCase("Set-Cookie")) {
                    cookies.add(value);
                } else if (header.name().equalsIgnoreCase("Content-Type")) {
                    contentType = contentType == null ? null : value;
                } else {
                    headers.put(header.name(), value);
                }
            }
        }
        if (length < LEAST_BORROWED_BYTES || length > ByteSinkPool.LARGEST_KEPT_BYTES) {
            byte[] body = length == 0 ? NONE : json.toByteArray();
            return new Response(status, contentType, headers, cookies, body, length);
        }
        ByteSink body = sinks.acquire(length);
        body.writeBytes(json.array(), 0, length);
        return new Response(status, contentType, headers, cookies, body.array(), length, new Loan(body, sinks));
    }

    private static String applicationError(Reply reply) {
        int type = reply.applicationErrorType();
        String name = type >= 0 && type < APPLICATION_ERRORS.length
                ? APPLICATION_ERRORS[type]
                : String.format(Locale.ROOT, "type %d", type);
        String message = reply.applicationErrorMessage();
        return "The server threw TApplicationException " + name + (message.isEmpty() ? "" : ": " + message);
    }
}
