package io.turnpike.gateway.upstream.http;

import io.netty.buffer.ByteBuf;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer: tries one node after the other until one answers. What others call only queues; all else happens on one I/O
 * thread.
 */
final class HttpCall implements StreamedCall {

    private final HttpClient client;
    private final LoopCalls calls;
    private final OutboundRequest request;
    private final StreamReceiver receiver;
    private final BodyFlow flow = new BodyFlow();

    private final List<HttpNode> tried = new ArrayList<>(2);
    private final long beganNanos;
    private @Nullable Attempt attempt;
    private boolean sent;
    private boolean spent;
    private boolean answered;
    private boolean faulty;
    private boolean ended;

    /** Pieces of the body that came while no connection could take them. */
    private final Deque<byte[]> backlog = new ArrayDeque<>();

    private boolean bodyAsked;
    private boolean finished;
    private long bodyBytes;

    HttpCall(HttpClient client, LoopCalls calls, OutboundRequest request, StreamReceiver receiver) {
        this.client = client;
        this.calls = calls;
        this.request = request;
        this.receiver = receiver;
        this.beganNanos = client.now();
    }

    /** Begins; whatever comes of it, the receiver is told on the I/O thread. */
    void start() {
        queueOrFail(() -> {
            if (!ended) {
                calls.begin(this);
                HttpNode node = client.choose(tried);
                if (node == null) {
                    fail(client.noneLeft(), null);
                } else {
                    tryNode(node);
                }
            }
        });
    }

    /** Ends it before it has begun. */
    void refuse(GatewayException problem) {
        queueOrFail(() -> {
            if (!ended) {
                ended = true;
                receiver.failed(problem);
            }
        });
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
        boolean more = flow.add(length);
        queue(() -> bodyCame(piece));
        return more;
    }

    @Override
    public void finish() {
        queue(this::bodyEnded);
    }

    @Override
    public void resume() {
        queue(() -> {
            if (!ended && attempt != null) {
                attempt.resume();
            }
        });
    }

    @Override
    public void cancel() {
        queue(this::drop);
    }

    /** Once the I/O threads have ended, all connections are closed, and there is nothing left to do. */
    private void queue(Runnable task) {
        var unused = calls.loop().execute(task);
    }

    private void queueOrFail(Runnable task) {
        if (!calls.loop().execute(task)) {
            receiver.failed(client.problems().stopped().problem());
        }
    }

    // From here on everything is called on the I/O thread.

    HttpClient client() {
        return client;
    }

    LoopCalls calls() {
        return calls;
    }

    OutboundRequest request() {
        return request;
    }

    BodyFlow flow() {
        return flow;
    }

    /** Whether the whole body has come from the client and gone to the node. */
    boolean bodyIsSent() {
        return finished && backlog.isEmpty() && flow.waiting() == 0;
    }

    /** The head has gone to a node. */
    void headSent() {
        sent = true;
    }

    /** A node takes the body now: that may be for the first time. */
    void takeBody(Attempt taker) {
        if (!bodyAsked) {
            bodyAsked = true;
            receiver.bodyWanted();
        }
        for (byte[] piece = backlog.poll(); piece != null; piece = backlog.poll()) {
            pass(taker, piece);
        }
        if (finished) {
            taker.finish();
        }
    }

    /** A piece of the body has gone. */
    void bodySent(int bytes) {
        if (flow.sent(bytes) && !ended) {
            receiver.bodyWanted();
        }
    }

    /** Whether an answer of this status is passed over: if so, another node is being tried. */
    boolean passOver(int status) {
        if (!client.policy().permits(status, progress())) {
            return false;
        }
        HttpNode next = client.choose(tried);
        if (next == null) {
            return false;
        }
        Attempt former = attempt;
        if (former != null) {
            former.abandon();
            if (AnswerHead.isFault(status)) {
                former.node().failed("answered " + status);
            }
            former.node().faults().warn("answered " + status + "; another node is tried");
        }
        tryNode(next);
        return true;
    }

    /** There is an answer, and it is passed on. */
    void head(int status, List<HeaderField> fields) {
        answered = true;
        faulty = AnswerHead.isFault(status);
        receiver.head(status, fields);
    }

    boolean body(ByteBuf piece) {
        return receiver.body(piece.nioBuffer());
    }

    void end() {
        Attempt last = attempt;
        if (last != null && !faulty) {
            last.node().answered();
        }
        end(receiver::end);
    }

    /** An idle connection turned out to be none: the same node gets a new one, if the request may be sent twice at all. */
    boolean tryAgain(HttpNode node) {
        if (spent || !FailoverPolicy.isIdempotent(request.method())) {
            return false;
        }
        Attempt again = new Attempt(this, node);
        attempt = again;
        again.connect();
        return true;
    }

    /** An attempt has come to nothing, and its connection is closed. */
    void attemptFailed(HttpNode node, Failure failure) {
        boolean ofNode = failure.kind() != Failure.Kind.OURS;
        if (ofNode) {
            node.failed(failure.forLog());
        }
        if (!answered && ofNode && client.policy().permits(failure.kind(), progress())) {
            HttpNode next = client.choose(tried);
            if (next != null) {
                node.faults().warn(failure.forLog() + "; another node is tried");
                tryNode(next);
                return;
            }
        }
        fail(failure, node);
    }

    /** Ends what has waited too long. */
    void tick(long now) {
        if (attempt != null) {
            attempt.tick(now);
        }
    }

    /** The gateway stops. */
    void abort() {
        Attempt last = attempt;
        if (last != null) {
            last.abandon();
        }
        fail(client.problems().stopped(), last == null ? null : last.node());
    }

    private FailoverPolicy.Progress progress() {
        return new FailoverPolicy.Progress(request.method(), sent, spent, tried.size(), client.now() - beganNanos);
    }

    private void tryNode(HttpNode node) {
        tried.add(node);
        Attempt next = new Attempt(this, node);
        attempt = next;
        next.begin();
    }

    private void bodyCame(byte[] piece) {
        if (ended) {
            return;
        }
        bodyBytes += piece.length;
        if (!request.chunked() && bodyBytes > request.contentLength()) {
            failOnBody();
        } else if (attempt != null && attempt.takesBody()) {
            pass(attempt, piece);
        } else {
            backlog.add(piece);
        }
    }

    private void pass(Attempt taker, byte[] piece) {
        spent = true;
        taker.send(piece);
    }

    private void bodyEnded() {
        if (ended || finished) {
            return;
        }
        finished = true;
        if (!request.chunked() && bodyBytes < request.contentLength()) {
            failOnBody();
        } else if (attempt != null && attempt.takesBody()) {
            attempt.finish();
        }
    }

    private void failOnBody() {
        if (attempt != null) {
            attempt.abandon();
        }
        fail(client.problems().wrongLength(request.contentLength(), bodyBytes), null);
    }

    private void drop() {
        if (!ended) {
            if (attempt != null) {
                attempt.abandon();
            }
            end(() -> {});
        }
    }

    private void fail(Failure failure, @Nullable HttpNode node) {
        GatewayException problem = failure.problem();
        String name = node == null ? client.toString() : node.toString();
        end(() -> receiver.failed(problem.withLogNote(logNote(name, problem))));
    }

    private static String logNote(String name, GatewayException problem) {
        return problem.logNote().isEmpty() ? name : name + ": " + problem.logNote();
    }

    private void end(Runnable tell) {
        if (!ended) {
            ended = true;
            attempt = null;
            backlog.clear();
            calls.ended(this);
            tell.run();
        }
    }
}
