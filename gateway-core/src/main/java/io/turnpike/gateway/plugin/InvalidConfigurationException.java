package io.turnpike.gateway.plugin;

import io.turnpike.gateway.exchange.Fault;
import java.util.List;

/** A configuration cannot be used. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    /** @param faults every fault, with a JSON Pointer into the configuration */
    public InvalidConfigurationException(List<Fault> faults) {
        super(
                faults.isEmpty()
                        ? "The configuration cannot be used"
                        : faults.get(0).detail(),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    /** @param pointer JSON Pointer into the configuration; the empty text is all of it */
    public InvalidConfigurationException(String pointer, String detail) {
        this(List.of(Fault.at(pointer, detail)));
    }

    public List<Fault> faults() {
        return faults;
    }
}
