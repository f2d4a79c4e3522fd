package io.turnpike.benchmarks.load;

import java.util.List;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** One connection of {@link ThriftLoad}: what a generated client does, for whatever fields. For one thread at a time. */
final class ThriftCaller implements AutoCloseable {

    private static final TStruct NO_NAME = new TStruct("");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String method;
    private final List<ThriftField> fields;
    private final TFramedTransport transport;
    private final TProtocol protocol;
    private int sequence;

    ThriftCaller(int port, String method, List<ThriftField> fields) throws TException {
        this.method = method;
        this.fields = List.copyOf(fields);
        transport = new TFramedTransport(new TSocket("127.0.0.1", port, TIMEOUT_MILLIS));
        transport.open();
        protocol = new TBinaryProtocol(transport);
    }

    /**
     * Sends a call and reads its reply.
     *
     * @throws TApplicationException if the reply is not one of success
     */
    void call() throws TException {
        protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, ++sequence));
        protocol.writeStructBegin(NO_NAME);
        protocol.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
        protocol.writeStructBegin(NO_NAME);
        for (ThriftField field : fields) {
            field.write(protocol);
        }
        protocol.writeFieldStop();
        protocol.writeStructEnd();
        protocol.writeFieldEnd();
        protocol.writeFieldStop();
        protocol.writeStructEnd();
        protocol.writeMessageEnd();
        transport.flush();

        TMessage reply = protocol.readMessageBegin();
        if (reply.type != TMessageType.REPLY || reply.seqid != sequence) {
            throw new TApplicationException(
                    "type " + reply.type + ", number " + reply.seqid + " (expected: a reply to " + sequence + ")");
        }
        TProtocolUtil.skip(protocol, TType.STRUCT);
        protocol.readMessageEnd();
    }

    @Override
    public void close() {
        transport.close();
    }
}
