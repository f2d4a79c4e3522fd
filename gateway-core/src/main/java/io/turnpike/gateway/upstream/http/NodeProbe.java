package io.turnpike.gateway.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.StatusRange;
import io.turnpike.gateway.upstream.io.IoLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One probe of one node, on a connection of its own. Everything here happens on one I/O thread. */
final class NodeProbe implements NodeConnector.Waiting, HttpConnection.User {

    private final HttpTarget.Probe probe;
    private final String host;
    private final List<StatusRange> statuses;
    private final HttpNode node;
    private final long beganNanos;
    private final Consumer<String> found;
    private @Nullable HttpConnection connection;
    private boolean over;

    /** @param found is told once what is wrong with the node, the empty text if nothing is */
    NodeProbe(
            HttpTarget.Probe probe,
            String host,
            List<StatusRange> statuses,
            HttpNode node,
            long beganNanos,
            Consumer<String> found) {
        this.probe = probe;
        this.host = host.isEmpty() ? node.address().toString() : host;
        this.statuses = statuses;
        this.node = node;
        this.beganNanos = beganNanos;
        this.found = found;
    }

    void start(NodeConnector connector, IoLoop loop) {
        if (node.mayConnect()) {
            connector.connect(node, new ConnectionShelf(), loop, this);
        } else {
            // So many requests are under way on it that it cannot be said to be gone.
            end("");
        }
    }

    /** Ends it if it takes too long. */
    void tick(long now) {
        if (!over && now - beganNanos > probe.timeout().toNanos()) {
            end("no answer within " + probe.timeout().toMillis() + " ms");
        }
    }

    /** Ends it; nobody is told. */
    void abandon() {
        over = true;
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void connected(HttpConnection open) {
        connection = open;
        if (over) {
            open.close();
        } else if (probe.kind() == HttpTarget.Probe.Kind.TCP) {
            end("");
        } else {
            open.start(this, "GET");
            String request = "GET " + probe.path() + " HTTP/1.1\r\nHost: " + host
                    + "\r\nUser-Agent: turnpike-probe\r\nConnection: close\r\n\r\n";
            var unused = open.write(request.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void failed(Failure failure) {
        end(failure.forLog());
    }

    @Override
    public void head(HttpResponse head) {
        String fault = AnswerHead.fault(head);
        int status = head.status().code();
        if (!fault.isEmpty()) {
            end(fault);
        } else if (status >= 200) {
            boolean healthy = statuses.stream().anyMatch(range -> range.contains(status));
            end(healthy ? "" : "status " + status);
        }
    }

    @Override
    public void body(ByteBuf piece) {
        piece.release();
    }

    @Override
    public void end() {
        // Of an interim answer: a final one has ended the probe with its head.
    }

    @Override
    public void closed(String reason) {
        end(reason.isEmpty() ? "the connection was closed" : reason);
    }

    private void end(String fault) {
        if (!over) {
            abandon();
            found.accept(fault);
        }
    }
}
