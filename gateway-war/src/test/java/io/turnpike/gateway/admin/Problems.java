package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.gateway.exchange.GatewayException;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a call is refused with. */
final class Problems {

    private Problems() {}

    static GatewayException of(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(GatewayException.class, call), "no GatewayException");
    }

    static List<String> pointers(GatewayException problem) {
        return problem.faults().stream().map(fault -> fault.pointer()).toList();
    }
}
