package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.thrift.json.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An upstream, or an endpoint, that does what a test tells it. */
final class ScriptedUpstream implements StreamedUpstream, UpstreamEndpoint {

    final List<Call> calls = new ArrayList<>();
    private final String name;
    private final Script script;

    /** What is done with a request as soon as it is there. */
    interface Script {
        void take(Call call);
    }

    ScriptedUpstream(String name, Script script) {
        this.name = name;
        this.script = script;
    }

    /** Answers at once, without the body. */
    static ScriptedUpstream answering(String name, int status, String body) {
        return new ScriptedUpstream(name, call -> call.answer(status, body));
    }

    /** Wants the body first, and answers when it is whole. */
    static ScriptedUpstream reading(String name, int status, String body) {
        return new ScriptedUpstream(name, call -> {
            call.whenWhole = () -> call.answer(status, body);
            call.receiver.bodyWanted();
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StreamedUpstream upstream() {
        return this;
    }

    Endpoint endpoint() {
        return this;
    }

    Call only() {
        if (calls.size() != 1) {
            throw new AssertionError(name + " was called " + calls.size() + " times");
        }
        return calls.get(0);
    }

    @Override
    public StreamedCall begin(StreamedRequest request, List<Parameter> pathParameters, StreamReceiver receiver) {
        Call call = new Call(request, receiver);
        calls.add(call);
        script.take(call);
        return call;
    }

    /** One request. */
    static final class Call implements StreamedCall {

        final StreamedRequest request;
        final StreamReceiver receiver;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        Runnable whenWhole = () -> {};
        boolean isFree = true;
        boolean isWhole;
        boolean isCancelled;
        int resumed;

        Call(StreamedRequest request, StreamReceiver receiver) {
            this.request = request;
            this.receiver = receiver;
        }

        void answer(int status, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            receiver.head(status, List.of(new HeaderField("Content-Length", String.valueOf(bytes.length))));
            receiver.body(ByteBuffer.wrap(bytes));
            receiver.end();
        }

        void fail(GatewayError error) {
            receiver.failed(new GatewayException(error, "as the test wants it"));
        }

        String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            body.write(bytes, offset, length);
            return isFree;
        }

        @Override
        public void finish() {
            if (isWhole) {
                throw new AssertionError("finished twice");
            }
            isWhole = true;
            whenWhole.run();
        }

        @Override
        public void resume() {
            resumed++;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }
}
