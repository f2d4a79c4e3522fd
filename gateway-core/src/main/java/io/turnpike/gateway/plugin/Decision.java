package io.turnpike.gateway.plugin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import java.util.concurrent.CompletionStage;

/** What a plugin says to a request. Immutable. */
public sealed interface Decision {

    /** The request goes on. */
    static Decision proceed() {
        return Proceed.INSTANCE;
    }

    /** The request is answered with this, and goes no further. Header filters, body filters and log see the answer. */
    static Decision answer(Response response) {
        return new Answer(response);
    }

    /** The same with the answer that an error stands for; the log has a line about it. */
    static Decision refuse(GatewayException problem) {
        return new Refuse(problem);
    }

    /** It is not known yet; no thread waits meanwhile. A stage that fails costs the request a 500, one that takes too long a 504. */
    static Decision later(CompletionStage<? extends Decision> stage) {
        return new Later(stage);
    }

    /** See {@link #proceed}. */
    enum Proceed implements Decision {
        INSTANCE
    }

    /** See {@link #answer}. */
    record Answer(Response response) implements Decision {}

    /** See {@link #refuse}. */
    record Refuse(GatewayException problem) implements Decision {}

    /** See {@link #later}. */
    record Later(CompletionStage<? extends Decision> stage) implements Decision {}
}
