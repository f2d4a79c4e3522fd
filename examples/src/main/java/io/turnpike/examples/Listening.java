package io.turnpike.examples;

import java.net.InetSocketAddress;
import org.apache.thrift.TProcessor;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportException;

/**
 * A Thrift server whose port is open, though it does not serve yet.
 *
 * @param server to be served by the caller's thread
 * @param port where it listens
 */
record Listening(TServer server, int port) {

    private static final long MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** Binary protocol, framed transport. */
    static Listening framed(TProcessor processor, InetSocketAddress address) throws TTransportException {
        TNonblockingServerSocket socket = new TNonblockingServerSocket(address);
        TThreadedSelectorServer.Args args = new TThreadedSelectorServer.Args(socket).processor(processor);
        args.maxReadBufferBytes = MAX_MESSAGE_BYTES;
        return new Listening(new TThreadedSelectorServer(args), socket.getPort());
    }

    /** Binary protocol, unframed; a thread for each connection. */
    static Listening buffered(TProcessor processor, InetSocketAddress address) throws TTransportException {
        TServerSocket socket = new TServerSocket(address);
        TThreadPoolServer.Args args = new TThreadPoolServer.Args(socket).processor(processor);
        return new Listening(
                new TThreadPoolServer(args), socket.getServerSocket().getLocalPort());
    }
}
