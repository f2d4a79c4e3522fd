package io.turnpike.gateway.plugin;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** When a plugin is asked, in the order in which a request comes to them. */
public enum Phase {
    /** Changes the request before anybody judges it. */
    REWRITE,
    /** Lets the request pass, answers it, or says where it goes. */
    ACCESS,
    /** Is asked after a failure or a 5xx status where else the request may go. */
    ERROR,
    /** Changes status and header fields of the answer. */
    HEADER_FILTER,
    /** Sees or changes the answer's body, piece by piece. */
    BODY_FILTER,
    /** Is told how it ended. */
    LOG;

    /** Its name outside: lower case, with underscores. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Phases in their order, for a message: {@code access or error}. */
    public static String anyOf(Collection<Phase> phases) {
        return phases.stream().sorted().map(Phase::word).collect(Collectors.joining(" or "));
    }

    /** The phase of a name; empty if there is none. */
    public static Optional<Phase> of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst();
    }
}
