package io.turnpike.thrift.json;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that does not fit the IDL; carries every fault found (at most {@value #MAX_FAULTS}). No stack trace: it describes
 * a request, not our code.
 */
public final class JsonMappingException extends Exception {

    /** More faults than this are not collected. */
    public static final int MAX_FAULTS = 100;

    private final transient List<JsonFault> faults;
    private final boolean malformed;

    /**
     * @param malformed whether the body is no JSON at all, rather than JSON of another shape
     * @param faults every fault found
     */
    public JsonMappingException(boolean malformed, List<JsonFault> faults) {
        super(faults.stream().map(JsonFault::message).collect(Collectors.joining("; ")), null, false, false);
        this.malformed = malformed;
        this.faults = List.copyOf(faults);
    }

    /** Whether the body is no JSON at all. */
    public boolean malformed() {
        return malformed;
    }

    public List<JsonFault> faults() {
        return faults;
    }
}
