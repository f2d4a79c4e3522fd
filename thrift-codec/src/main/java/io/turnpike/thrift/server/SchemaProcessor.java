package io.turnpike.thrift.server;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.Map;
import java.util.Optional;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/**
 * Serves a schema's methods from handlers; put it behind any libthrift server with any protocol. Safe for use by any number
 * of threads at once if its handlers are.
 *
 * <p>A result is checked as a whole before its first byte is written, so a handler that answers with the wrong type becomes a
 * clean INTERNAL_ERROR. Arguments that break the schema are answered with PROTOCOL_ERROR, and the connection goes on; those
 * that are no Thrift are answered so too, and the connection is closed.
 */
public final class SchemaProcessor implements TProcessor {

    private static final System.Logger LOG = System.getLogger(SchemaProcessor.class.getName());

    private final ServiceSchema service;
    private final Map<String, MethodHandler> handlers;

    /**
     * @param service what is served
     * @param handlers method name to handler; a method without one is answered with UNKNOWN_METHOD
     * @throws IllegalArgumentException if a handler's method is not in the service
     */
    public SchemaProcessor(ServiceSchema service, Map<String, MethodHandler> handlers) {
        this.service = service;
        this.handlers = Map.copyOf(handlers);
        for (String name : handlers.keySet()) {
            if (service.method(name) == null) {
                throw new IllegalArgumentException("handler of method " + name + " (expected: one of "
                        + service.methods().keySet() + " of " + service.name() + ")");
            }
        }
    }

    @Override
    public void process(TProtocol in, TProtocol out) throws TException {
        TMessage message = in.readMessageBegin();
        MethodSchema method = service.method(message.name);
        MethodHandler handler = handlers.get(message.name);
        if (method == null || handler == null) {
            TProtocolUtil.skip(in, TType.STRUCT);
            in.readMessageEnd();
            if (message.type != TMessageType.ONEWAY) {
                writeError(
                        out,
                        message,
                        TApplicationException.UNKNOWN_METHOD,
                        "Invalid method name: '" + message.name + "'");
            }
            return;
        }
        ValueReader reader = new ValueReader(in);
        StructView arguments;
        try {
            arguments = reader.readStruct(method.arguments());
            in.readMessageEnd();
        } catch (TProtocolException e) {
            if (!method.oneway()) {
                writeError(out, message, TApplicationException.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
            }
            // Nobody knows where the next message would begin.
            in.getTransport().close();
            return;
        }
        String fault = reader.fault();
        if (fault != null) {
            if (!method.oneway()) {
                writeError(out, message, TApplicationException.PROTOCOL_ERROR, fault);
            }
            return;
        }
        call(out, message, method, handler, arguments);
    }

    private static void call(
            TProtocol out, TMessage message, MethodSchema method, MethodHandler handler, StructView arguments)
            throws TException {
        Answer answer;
        try {
            answer = succeed(method, handler.handle(arguments));
        } catch (DeclaredException e) {
            answer = declared(method, e);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.log(System.Logger.Level.WARNING, "handler of " + method.name() + " failed", e);
            answer = Answer.error(TApplicationException.INTERNAL_ERROR, "Internal error processing " + method.name());
        }
        if (method.oneway()) {
            return;
        }
        if (answer.errorType() >= 0) {
            writeError(out, message, answer.errorType(), answer.errorMessage());
        } else {
            writeResult(out, message, answer.field(), answer.value());
        }
    }

    private static Answer succeed(MethodSchema method, @Nullable Object result) {
        if (method.returnType().isEmpty()) {
            return new Answer(null, null, -1, "");
        }
        if (result == null) {
            return Answer.error(TApplicationException.MISSING_RESULT, method.name() + " failed: unknown result");
        }
        FieldSchema success = FieldSchema.of(
                0, "success", Requiredness.DEFAULT, method.returnType().get());
        return new Answer(success, ValueChecker.check(success.type(), result, method.name()), -1, "");
    }

    private static Answer declared(MethodSchema method, DeclaredException thrown) {
        Optional<FieldSchema> field = method.exceptions().stream()
                .filter(declared -> declared.type().idlName().equals(thrown.typeName()))
                .findFirst();
        if (field.isEmpty()) {
            return Answer.error(
                    TApplicationException.INTERNAL_ERROR,
                    method.name() + " does not declare the exception " + thrown.typeName());
        }
        try {
            Object value = ValueChecker.check(field.get().type(), thrown.fields(), thrown.typeName());
            return new Answer(field.get(), value, -1, "");
        } catch (IllegalArgumentException e) {
            return Answer.error(TApplicationException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private static void writeResult(TProtocol out, TMessage call, @Nullable FieldSchema field, @Nullable Object value)
            throws TException {
        out.writeMessageBegin(new TMessage(call.name, TMessageType.REPLY, call.seqid));
        ValueWriter.writeSingleField(out, call.name + "_result", field, value);
        out.writeMessageEnd();
        out.getTransport().flush();
    }

    private static void writeError(TProtocol out, TMessage call, int type, String text) throws TException {
        out.writeMessageBegin(new TMessage(call.name, TMessageType.EXCEPTION, call.seqid));
        new TApplicationException(type, text).write(out);
        out.writeMessageEnd();
        out.getTransport().flush();
    }

    /** What is to be answered: an error if its type is not negative; else one field of the result; else nothing. */
    private record Answer(
            @Nullable FieldSchema field, @Nullable Object value, int errorType, String errorMessage) {

        static Answer error(int type, String message) {
            return new Answer(null, null, type, message);
        }
    }
}
