package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.gateway.upstream.io.IoLoops;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends calls that no connection will carry. To be called without the pool's lock, since answers set off foreign code. */
final class CallFailures {

    private final IoLoops loops;
    private final ByteSinkPool sinks;
    private final Supplier<GatewayException> noLiveInstance;

    /** @param noLiveInstance says why there is none */
    CallFailures(IoLoops loops, ByteSinkPool sinks, Supplier<GatewayException> noLiveInstance) {
        this.loops = loops;
        this.sinks = sinks;
        this.noLiveInstance = noLiveInstance;
    }

    void fail(ThriftCall call, GatewayException problem) {
        call.releaseMessage(sinks);
        call.fail(problem);
    }

    void failForWantOfInstance(ThriftCall call) {
        fail(call, noLiveInstance.get());
    }

    /** Fails calls on an I/O thread; with a null problem because no instance is live. */
    void failAll(List<ThriftCall> calls, @Nullable GatewayException problem) {
        if (calls.isEmpty()) {
            return;
        }
        GatewayException answer = problem == null ? noLiveInstance.get() : problem;
        Runnable task = () -> calls.forEach(call -> fail(call, answer));
        if (!loops.first().execute(task)) {
            task.run();
        }
    }
}
