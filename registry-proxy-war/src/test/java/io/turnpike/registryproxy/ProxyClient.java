package io.turnpike.registryproxy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** Calls the RegistryProxy with stock libthrift, field by field, as generated code does. */
final class ProxyClient implements AutoCloseable {

    private final TSocket socket;
    private final TFramedTransport transport;
    private final TProtocol protocol;
    private int sequenceId;

    ProxyClient(int port) throws TException {
        socket = new TSocket("127.0.0.1", port, 10_000);
        transport = new TFramedTransport(socket);
        protocol = new TBinaryProtocol(transport);
        transport.open();
    }

    Map<String, String> connect(String apiKey, String service, String address, String port, long ttl, long ttd)
            throws TException {
        Map<Integer, Object> request =
                new TreeMap<>(Map.of(1, apiKey, 2, service, 3, address, 4, port, 5, ttl, 6, ttd));
        return call("connectServer", request);
    }

    Map<String, String> heartbeat(String apiKey, String serverId) throws TException {
        return call("healthCheckServer", new TreeMap<>(Map.of(1, apiKey, 2, serverId)));
    }

    /** Sends a struct as argument 1; gives the reply's fields by their name in the IDL. */
    Map<String, String> call(String method, Map<Integer, Object> request) throws TException {
        protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, ++sequenceId));
        protocol.writeStructBegin(new TStruct(method + "_args"));
        protocol.writeFieldBegin(new TField("req", TType.STRUCT, (short) 1));
        protocol.writeStructBegin(new TStruct("request"));
        for (Map.Entry<Integer, Object> field : request.entrySet()) {
            short id = field.getKey().shortValue();
            if (field.getValue() instanceof Long number) {
                protocol.writeFieldBegin(new TField("", TType.I64, id));
                protocol.writeI64(number);
            } else {
                protocol.writeFieldBegin(new TField("", TType.STRING, id));
                protocol.writeString((String) field.getValue());
            }
            protocol.writeFieldEnd();
        }
        protocol.writeFieldStop();
        protocol.writeStructEnd();
        protocol.writeFieldEnd();
        protocol.writeFieldStop();
        protocol.writeStructEnd();
        protocol.writeMessageEnd();
        transport.flush();
        return reply(method);
    }

    private Map<String, String> reply(String method) throws TException {
        TMessage message = protocol.readMessageBegin();
        if (message.type == TMessageType.EXCEPTION) {
            throw TApplicationException.readFrom(protocol);
        }
        if (message.seqid != sequenceId || !message.name.equals(method)) {
            throw new TException("reply to " + message + " (expected: " + method + " " + sequenceId + ")");
        }
        Map<String, String> fields = new HashMap<>();
        protocol.readStructBegin();
        TField success = protocol.readFieldBegin();
        if (success.id != 0 || success.type != TType.STRUCT) {
            throw new TException("result field " + success);
        }
        protocol.readStructBegin();
        for (TField field = protocol.readFieldBegin(); field.type != TType.STOP; field = protocol.readFieldBegin()) {
            fields.put(
                    switch (field.id) {
                        case 1 -> "Status";
                        case 2 -> "Message";
                        case 3 -> "ServerID";
                        default -> "field " + field.id;
                    },
                    protocol.readString());
            protocol.readFieldEnd();
        }
        protocol.readStructEnd();
        protocol.readFieldEnd();
        protocol.readFieldBegin();
        protocol.readStructEnd();
        protocol.readMessageEnd();
        return fields;
    }

    @Override
    public void close() {
        transport.close();
        socket.close();
    }
}
