package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Collects every fault of a request. The answer has the status of the most fundamental kind found: a wrong shape comes before
 * a wrong meaning, that before a conflict with what is registered, and a missing key comes last. Not safe for use by several threads at once.
 */
final class FaultList {

    private static final List<GatewayError> MOST_FUNDAMENTAL_FIRST = List.of(
            GatewayError.INVALID_REQUEST,
            GatewayError.INVALID_REGISTRATION,
            GatewayError.INVALID_ROUTE,
            GatewayError.INVALID_PLUGIN,
            GatewayError.CONFLICT);

    /** So many are told; whoever mends them is told of the others. */
    static final int MOST = 1_000;

    private final List<Fault> faults = new ArrayList<>();
    private final List<GatewayError> kinds = new ArrayList<>();
    private final NavigableSet<String> pointers = new TreeSet<>();
    private final List<Fault> ignored = new ArrayList<>();

    FaultList() {}

    FaultList(FaultList others) {
        addAll(others);
    }

    /** Adds those of another list, as far as there is room. */
    void addAll(FaultList others) {
        for (int i = 0; i < others.faults.size(); i++) {
            add(others.kinds.get(i), others.faults.get(i));
        }
        others.ignored.forEach(each -> ignored(each.pointer(), each.detail()));
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

    /** Adds a fault unless there are so many already that no more are told. */
    void add(GatewayError kind, Fault fault) {
        if (!isFull()) {
            faults.add(fault);
            kinds.add(kind);
            pointers.add(fault.pointer());
        }
    }

    /** A plugin's configuration that stands at a pointer cannot be used; the faults' pointers lead into it. */
    void addAll(String pointer, List<Fault> ofPlugin) {
        ofPlugin.forEach(fault -> add(GatewayError.INVALID_PLUGIN, Pointers.below(pointer, fault)));
    }

    /** Whether no more faults are told, so that there is no use in looking for any. */
    boolean isFull() {
        return faults.size() >= MOST;
    }

    /** Something that is read over: no fault, but whoever sent it may want to know. */
    void ignored(String pointer, String detail) {
        if (ignored.size() < MOST) {
            ignored.add(Fault.at(pointer, detail));
        }
    }

    /** What has been read over. */
    List<Fault> ignored() {
        return List.copyOf(ignored);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Of what kind the fault of this index is. */
    GatewayError kind(int index) {
        return kinds.get(index);
    }

    /** Whether there is a fault at just this pointer. */
    boolean isAt(String pointer) {
        return pointers.contains(pointer);
    }

    /** Whether there is a fault at a pointer or within what it leads to. */
    boolean touches(String pointer) {
        if (isAt(pointer)) {
            return true;
        }
        String below = pointers.ceiling(pointer + '/');
        return below != null && Pointers.within(below, pointer);
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
                : isFull()
                        ? "There are " + MOST + " faults or more; the first " + MOST + " are listed in errors"
                        : "There are " + faults.size() + " faults; each is listed in errors";
        throw new GatewayException(kind, detail, faults, Map.of());
    }
}
