package io.turnpike.it.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files beside the scenarios. */
final class Resource {

    /** The registration of reference 000, as pasted. */
    static final String REFERENCE_REGISTER = text("reference-register.json");
    /** The update of reference 000, as pasted: a blank IDL. */
    static final String REFERENCE_UPDATE = text("reference-update.json");
    /** The registration of RegistryProxy of reference 000, as pasted. */
    static final String REFERENCE_REGISTRY_PROXY = text("reference-registry-proxy.json");
    /** An IDL with everything that a call can carry. */
    static final String KITCHEN = text("kitchen.thrift");
    /** The smallest service. */
    static final String ECHO = "service Echo { string whoami() }";

    private Resource() {}

    private static String text(String name) {
        try (InputStream input = Resource.class.getResourceAsStream("/io/turnpike/it/" + name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
