package io.turnpike.benchmarks;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftWriter;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TType;

/** The two payloads, as Thrift and as JSON, and the method that takes and answers them. */
public enum Payload {
    /** One struct of six fields: 114 bytes of the binary protocol. */
    SMALL("small"),

    /** Lists, maps and structs, 284 values: 6,455 bytes of the binary protocol. */
    MEDIUM("medium");

    static final int SEQUENCE_ID = 1;

    private final String method;

    Payload(String method) {
        this.method = method;
    }

    /** Name of the method of {@code payloads.thrift}. */
    public String method() {
        return method;
    }

    /** The struct in the binary protocol, written by libthrift. */
    public byte[] thrift() {
        try {
            return switch (this) {
                case SMALL -> PayloadValues.simple();
                case MEDIUM -> PayloadValues.nesting();
            };
        } catch (TException e) {
            throw new IllegalStateException("libthrift cannot write " + this, e);
        }
    }

    /** The same value as JSON, without white space. */
    public byte[] json() {
        byte[] reply = message(MessageType.REPLY, 0);
        ByteSink json = new ByteSink(16 << 10);
        try {
            transcoder().readReply(reply, 0, reply.length, SEQUENCE_ID, json);
        } catch (ProtocolException e) {
            throw new IllegalStateException("the reply of " + method + " cannot be read", e);
        }
        return json.toByteArray();
    }

    /** The message that calls the method with this payload. */
    public byte[] call() {
        return message(MessageType.CALL, 1);
    }

    /** The message that answers the call with this payload. */
    public byte[] reply() {
        return message(MessageType.REPLY, 0);
    }

    /** A transcoder of the method, with the default options. */
    public MethodTranscoder transcoder() {
        try {
            Map<String, MethodTranscoder> methods = MethodTranscoder.ofAll(service(), MappingOptions.DEFAULTS);
            MethodTranscoder transcoder = methods.get(method);
            if (transcoder == null) {
                throw new IllegalStateException("payloads.thrift has no method " + method);
            }
            return transcoder;
        } catch (IdlException e) {
            throw new IllegalStateException("payloads.thrift cannot be used", e);
        }
    }

    /** Text of {@code payloads.thrift}. */
    public static String idl() {
        try (InputStream in = Payload.class.getResourceAsStream("payloads.thrift")) {
            if (in == null) {
                throw new IllegalStateException("payloads.thrift is not beside " + Payload.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceSchema service() throws IdlException {
        return ThriftSchema.compile(IdlSources.of(idl())).services().get(0);
    }

    /** The struct as the only field, of this id, of a message. */
    private byte[] message(MessageType type, int fieldId) {
        byte[] struct = thrift();
        ByteSink message = new ByteSink(struct.length + 64);
        ThriftWriter writer = ThriftWriter.of(ThriftProtocol.BINARY, message);
        writer.beginMessage(method, type, SEQUENCE_ID);
        writer.beginStruct();
        writer.beginField(TType.STRUCT, (short) fieldId);
        writer.writeEncoded(struct);
        writer.endStruct();
        return message.toByteArray();
    }
}
