package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects every fault of a request. The answer has the status of the most fundamental kind found: a wrong shape comes before
 * a wrong meaning, that before a conflict with what is registered, and a missing key comes last. Not safe for use by several threads at once.
 */
final class FaultList {

    private static final List<GatewayError> MOST_FUNDAMENTAL_FIRST =
            List.of(GatewayError.INVALID_REQUEST, GatewayError.INVALID_REGISTRATION, GatewayError.CONFLICT);

    private final List<Fault> faults = new ArrayList<>();
    private final List<GatewayError> kinds = new ArrayList<>();

    FaultList() {}

    FaultList(FaultList others) {
        faults.addAll(others.faults);
        kinds.addAll(others.kinds);
    }

    /** The JSON does not have the shape of the contract. */
    void shape(String pointer, String detail) {
        add(GatewayError.INVALID_REQUEST, Fault.at(pointer, detail));
    }

    /** The shape is right, but what it says cannot be used. */
    void meaning(String pointer, String detail) {
        add(GatewayError.INVALID_REGISTRATION, Fault.at(pointer, detail));
    }

    /** Somebody else has it. */
    void conflict(String pointer, String detail) {
        add(GatewayError.CONFLICT, Fault.at(pointer, detail));
    }

    void add(GatewayError kind, Fault fault) {
        faults.add(fault);
        kinds.add(kind);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Of what kind the fault of this index is. */
    GatewayError kind(int index) {
        return kinds.get(index);
    }

    /** Whether there is a fault at a pointer or within what it leads to. */
    boolean touches(String pointer) {
        return faults.stream().anyMatch(fault -> Pointers.within(fault.pointer(), pointer));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** @throws GatewayException with all faults, if there are any */
    void throwIfAny() throws GatewayException {
        if (faults.isEmpty()) {
            return;
        }
        GatewayError kind = MOST_FUNDAMENTAL_FIRST.stream()
                .filter(kinds::contains)
                .findFirst()
                .orElse(kinds.get(0));
        String detail = faults.size() == 1
                ? faults.get(0).detail()
                : "There are " + faults.size() + " faults; each is listed in errors";
        throw new GatewayException(kind, detail, faults, Map.of());
    }
}
