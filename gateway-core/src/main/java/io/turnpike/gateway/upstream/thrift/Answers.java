package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which HTTP answer a Thrift reply becomes. */
final class Answers {

    private static final int DECLARED_EXCEPTION_STATUS = 422;

    /** Annotations of an exception type that name its status; the first one found counts. */
    private static final String[] STATUS_ANNOTATIONS = {"api.status", "http.status"};

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
            case VALUE -> json(200, json);
            case VOID -> Response.empty(204);
            case EXCEPTION -> json(exceptionStatus(reply.exception()), json);
            case APPLICATION_ERROR ->
                throw new GatewayException(GatewayError.APPLICATION_ERROR, applicationError(reply));
        };
    }

    private static Response json(int status, ByteSink json) {
        byte[] body = json.toByteArray();
        return Response.json(status, body, body.length);
    }

    /** 422, unless the exception's type is annotated with another status of 200 to 599. */
    static int exceptionStatus(@Nullable FieldSchema exception) {
        if (exception == null || !(exception.type() instanceof StructSchema type)) {
            return DECLARED_EXCEPTION_STATUS;
        }
        for (String annotation : STATUS_ANNOTATIONS) {
            String text = type.annotations().get(annotation);
            if (text != null && text.matches("[2-5][0-9][0-9]")) {
                return Integer.parseInt(text);
            }
        }
        return DECLARED_EXCEPTION_STATUS;
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
