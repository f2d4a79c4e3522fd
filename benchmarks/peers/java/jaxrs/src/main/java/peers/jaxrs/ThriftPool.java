package peers.jaxrs;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** libthrift's blocking clients over kept connections: one pool for each server, the servers in turn. */
final class ThriftPool<C> {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final List<Server<C>> servers;
    private final Function<TProtocol, C> factory;
    private final AtomicInteger next = new AtomicInteger();

    ThriftPool(List<String> addresses, Function<TProtocol, C> factory) {
        this.servers = addresses.stream()
                .map(address -> new Server<C>(address, new ConcurrentLinkedDeque<>()))
                .toList();
        this.factory = factory;
    }

    private record Server<C>(String address, ConcurrentLinkedDeque<Connection<C>> idle) {}

    private record Connection<C>(TFramedTransport transport, C client) {}

    /** A call on a client. */
    interface Call<C, R> {
        R on(C client) throws TException;
    }

    <R> R call(Call<C, R> call) throws TException {
        Server<C> server = servers.get(Math.floorMod(next.getAndIncrement(), servers.size()));
        Connection<C> connection = server.idle().pollFirst();
        if (connection == null) {
            connection = connect(server.address());
        }
        boolean good = false;
        try {
            R reply = call.on(connection.client());
            good = true;
            return reply;
        } finally {
            if (good) {
                server.idle().addFirst(connection);
            } else {
                connection.transport().close();
            }
        }
    }

    private Connection<C> connect(String address) throws TException {
        int colon = address.lastIndexOf(':');
        TFramedTransport transport = new TFramedTransport(new TSocket(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), TIMEOUT_MILLIS));
        transport.open();
        return new Connection<>(transport, factory.apply(new TBinaryProtocol(transport)));
    }
}
