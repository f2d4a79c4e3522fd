package io.turnpike.gateway.admin.model;

import java.util.Locale;
import java.util.Optional;

/** The Thrift protocol that a service's servers speak, as a registration says it. */
public enum Protocol {
    BINARY,
    COMPACT;

    /** The word for it in a registration and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The protocol that a word stands for, if it is supported. */
    public static Optional<Protocol> of(String word) {
        for (Protocol protocol : values()) {
            if (protocol.word().equals(word)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
