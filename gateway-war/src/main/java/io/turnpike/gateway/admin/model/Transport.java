package io.turnpike.gateway.admin.model;

import java.util.Locale;
import java.util.Optional;

/** How a service's servers frame messages, as a registration says it. */
public enum Transport {
    AUTO,
    FRAMED,
    BUFFERED,
    TTHEADER,
    HTTP;

    /** The word for it in a registration and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The transport that a word stands for, if it is supported. */
    public static Optional<Transport> of(String word) {
        for (Transport transport : values()) {
            if (transport.word().equals(word)) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }
}
