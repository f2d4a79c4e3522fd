package io.turnpike.gateway.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One try to have one node answer a call, on one connection. Everything here happens on the call's I/O thread. */
final class Attempt implements NodeConnector.Waiting, HttpConnection.User {

    /** Interim answers to one request: more are an attack. */
    private static final int MAX_INTERIM = 100;

    private final HttpCall call;
    private final HttpNode node;
    private final HttpClient client;
    private final ConnectionShelf shelf;
    private @Nullable HttpConnection connection;
    private @Nullable BodySender body;

    /** Pieces of the answer that came after the receiver had enough; no more than one read of the connection. */
    private final Deque<ByteBuf> held = new ArrayDeque<>();

    private long waitingSinceNanos;
    private boolean over;
    private boolean received;
    private int interim;
    private boolean interimEnd;
    private boolean answered;
    private boolean keepAlive;
    private boolean paused;
    private boolean whole;

    Attempt(HttpCall call, HttpNode node) {
        this.call = call;
        this.node = node;
        this.client = call.client();
        this.shelf = call.calls().shelf(client);
    }

    HttpNode node() {
        return node;
    }

    /** Takes an idle connection, or opens one. */
    void begin() {
        HttpConnection idle = shelf.take(node);
        if (idle != null) {
            use(idle);
        } else {
            connect();
        }
    }

    /** Opens a connection. */
    void connect() {
        heard();
        if (node.mayConnect()) {
            client.connector().connect(node, shelf, call.calls().loop(), this);
        } else {
            fail(client.problems().overloaded(HttpNode.MAX_CONNECTIONS));
        }
    }

    @Override
    public void connected(HttpConnection opened) {
        if (over) {
            shelf.put(opened, client.now());
        } else {
            use(opened);
        }
    }

    @Override
    public void failed(Failure failure) {
        if (!over) {
            fail(failure);
        }
    }

    private void use(HttpConnection open) {
        connection = open;
        heard();
        OutboundRequest request = call.request();
        open.start(this, request.method());
        call.headSent();
        var unused = open.write(request.head());
        if (request.expectsContinue()) {
            call.calls().loop().schedule(this::welcomeBody, client.continueTimeout());
        } else {
            welcomeBody();
        }
    }

    private void welcomeBody() {
        HttpConnection open = connection;
        if (call.request().hasBody() && open != null && !answered && body == null) {
            body = new BodySender(call, open, this::heard);
            call.takeBody(this);
        }
    }

    /** Whether {@link #send} and {@link #finish} may be called. */
    boolean takesBody() {
        return body != null && !over;
    }

    /** Sends a piece of the body. */
    void send(byte[] piece) {
        if (body != null && !over) {
            body.send(piece);
        }
    }

    /** The body is whole. */
    void finish() {
        heard();
        if (body != null && !over) {
            body.finish();
        }
    }

    /** The node has done something, or its turn has come. */
    private void heard() {
        waitingSinceNanos = client.now();
    }

    @Override
    public void head(HttpResponse head) {
        if (whole) {
            keepAlive = false;
            return;
        }
        received = true;
        heard();
        String fault = AnswerHead.fault(head);
        if (!fault.isEmpty()) {
            fail(client.problems().badAnswer(fault));
            return;
        }
        int status = head.status().code();
        if (status < 200) {
            interim(status);
            return;
        }
        if (call.passOver(status)) {
            return;
        }
        answered = true;
        keepAlive = HttpUtil.isKeepAlive(head);
        if (connection != null) {
            connection.keptNanos = AnswerHead.keptNanos(head);
        }
        call.head(status, AnswerHead.fields(head, client.pseudonym()));
    }

    private void interim(int status) {
        interimEnd = true;
        if (++interim > MAX_INTERIM) {
            fail(client.problems().badAnswer("more than " + MAX_INTERIM + " interim answers"));
        } else if (status == 100) {
            welcomeBody();
        }
    }

    @Override
    public void body(ByteBuf piece) {
        heard();
        if (over || whole || interimEnd) {
            keepAlive &= !whole;
            piece.release();
        } else {
            held.add(piece);
            deliver();
        }
    }

    @Override
    public void end() {
        if (whole) {
            keepAlive = false;
        } else if (interimEnd) {
            interimEnd = false;
        } else if (!over) {
            whole = true;
            deliver();
        }
    }

    /** The receiver takes more. */
    void resume() {
        if (paused && !over) {
            paused = false;
            heard();
            deliver();
            if (!paused && !over && connection != null) {
                connection.proceed();
            }
        }
    }

    private void deliver() {
        while (!paused && !over) {
            ByteBuf piece = held.poll();
            if (piece == null) {
                break;
            }
            try {
                paused = !call.body(piece);
            } finally {
                piece.release();
            }
            if (paused && connection != null) {
                connection.pause();
            }
        }
        if (whole && !paused && !over) {
            over = true;
            giveBack();
            call.end();
        }
    }

    private void giveBack() {
        HttpConnection done = connection;
        if (done != null) {
            boolean reusable = done.free() && keepAlive && requestIsSent();
            if (reusable) {
                shelf.put(done, client.now());
                done.proceed();
            } else {
                done.close();
            }
        }
    }

    private boolean requestIsSent() {
        return !call.request().hasBody() || (body != null && body.isSent());
    }

    @Override
    public void closed(String reason) {
        if (over || whole) {
            return;
        }
        HttpConnection lost = connection;
        if (lost != null && lost.used() && !received) {
            abandon();
            if (call.tryAgain(node)) {
                return;
            }
        }
        fail(
                answered
                        ? client.problems().cutOff()
                        : reason.isEmpty()
                                ? client.problems().closedBeforeAnswer()
                                : client.problems().broken(reason));
    }

    /** Ends it, if it has waited too long. */
    void tick(long now) {
        if (over) {
            return;
        }
        Duration idle = client.target().idleTimeout();
        Duration connect = client.target().connectTimeout();
        if (connection == null) {
            if (now - waitingSinceNanos > connect.toNanos()) {
                fail(client.problems().connectTimeout(connect));
            }
        } else if (body != null && !answered && !body.isBroken() && !body.isSent()) {
            // While the client takes its time with the body, the node is not to blame.
            if (body.isStuck(now, idle)) {
                fail(client.problems().takesNothing(idle));
            }
        } else if (!paused && now - waitingSinceNanos > idle.toNanos()) {
            fail(client.problems().silent(idle));
        }
    }

    private void fail(Failure failure) {
        abandon();
        call.attemptFailed(node, failure);
    }

    /** Ends it; nobody is told. */
    void abandon() {
        over = true;
        held.forEach(ByteBuf::release);
        held.clear();
        HttpConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
