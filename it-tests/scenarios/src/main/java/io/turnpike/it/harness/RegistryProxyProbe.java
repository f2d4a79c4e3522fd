package io.turnpike.it.harness;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** Asks whether a Thrift server answers at a port of the loopback address: it is called by a method that it does not have. */
public final class RegistryProxyProbe {

    private static final int TIMEOUT_MILLIS = 5_000;

    private RegistryProxyProbe() {}

    /**
     * Calls {@code nobodyKnows()}, framed and binary, and returns what the server's exception says.
     *
     * @throws TException if nobody listens, or what answers speaks no Thrift
     */
    public static String ask(int port) throws TException {
        TSocket socket = new TSocket("127.0.0.1", port, TIMEOUT_MILLIS);
        try (TFramedTransport transport = new TFramedTransport(socket)) {
            transport.open();
            TBinaryProtocol protocol = new TBinaryProtocol(transport);
            protocol.writeMessageBegin(new TMessage("nobodyKnows", TMessageType.CALL, 1));
            protocol.writeStructBegin(new TStruct());
            protocol.writeFieldStop();
            protocol.writeStructEnd();
            protocol.writeMessageEnd();
            transport.flush();
            TMessage reply = protocol.readMessageBegin();
            if (reply.type != TMessageType.EXCEPTION) {
                throw new TException("message of type " + reply.type + " (expected: an exception)");
            }
            return String.valueOf(TApplicationException.readFrom(protocol).getMessage());
        }
    }
}
