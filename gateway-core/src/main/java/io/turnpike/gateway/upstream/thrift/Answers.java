package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which HTTP answer a Thrift reply becomes. */
final class Answers {

    private static final int DECLARED_EXCEPTION_STATUS = 422;

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

    private Answers() {}

    /**
     * @param json the JSON of the reply, which is copied
     * @throws GatewayException if the reply says that the server failed
     */
    static Response of(Reply reply, ByteSink json) throws GatewayException {
        return switch (reply.kind()) {
            case VALUE -> answer(reply, 200, json);
            case VOID -> Response.empty(204);
            case EXCEPTION -> answer(reply, DECLARED_EXCEPTION_STATUS, json);
            case APPLICATION_ERROR ->
                throw new GatewayException(GatewayError.APPLICATION_ERROR, applicationError(reply));
        };
    }

    private static Response answer(Reply reply, int usualStatus, ByteSink json) {
        int status = reply.status() == 0 ? usualStatus : reply.status();
        // These have no body by HTTP (RFC 9110, section 6.4.1).
        byte[] body = status == 204 || status == 205 || status == 304 ? new byte[0] : json.toByteArray();
        if (reply.headers().isEmpty()) {
            return body.length == 0 ? Response.empty(status) : Response.json(status, body, body.length);
        }
        String contentType = body.length == 0 ? null : "application/json";
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> cookies = new ArrayList<>(1);
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
        return new Response(status, contentType, headers, cookies, body, body.length);
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
