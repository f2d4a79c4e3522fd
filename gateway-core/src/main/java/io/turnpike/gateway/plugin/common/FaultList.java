package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The faults of one configuration, so that all of them are told at once. For one thread. */
public final class FaultList {

    private static final int LONGEST = 80;

    private final List<Fault> faults = new ArrayList<>();
    private final Map<HttpTarget, Endpoint> opened = new HashMap<>();

    /** Adds one; the pointer is a JSON Pointer into the configuration. */
    public void add(String pointer, String detail) {
        faults.add(Fault.at(pointer, detail));
    }

    /** The elements of a configuration that is an array; if it is none, that is a fault: as no rules at all it would let everything pass. */
    public List<PluginConfiguration> rules(PluginConfiguration configuration) {
        if (!(configuration.value() instanceof List)) {
            add("", "The configuration is no array (expected: an array of rules)");
        }
        return configuration.elements();
    }

    /**
     * What a reader makes of a text; null if it throws {@link IllegalArgumentException}, whose message is the fault then, with the key that the
     * pointer ends in before it.
     */
    public <T> @Nullable T read(String pointer, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            add(pointer, key(pointer) + e.getMessage());
            return null;
        }
    }

    /** Opens nodes, the same ones once; null after a fault. */
    public @Nullable Endpoint open(String pointer, HttpTarget target, PluginContext context) {
        try {
            return open(target, context);
        } catch (InvalidConfigurationException e) {
            // Pointers and key are those of a route's target, and here it is an address alone.
            e.faults()
                    .forEach(fault -> add(pointer, key(pointer) + fault.detail().replaceFirst("^Address: ", "")));
            return null;
        }
    }

    /** Opens nodes that a configuration has an object for, whose pointer this is; null after a fault. */
    public @Nullable Endpoint openObject(String pointer, HttpTarget target, PluginContext context) {
        try {
            return open(target, context);
        } catch (InvalidConfigurationException e) {
            e.faults().forEach(fault -> add(pointer + fault.pointer(), fault.detail()));
            return null;
        }
    }

    private Endpoint open(HttpTarget target, PluginContext context) throws InvalidConfigurationException {
        Endpoint known = opened.get(target);
        if (known != null) {
            return known;
        }
        Endpoint endpoint = context.open(target);
        opened.put(target, endpoint);
        return endpoint;
    }

    /** Opens the node of an address without a {@code Tls} beside it, which is called by HTTP; null after a fault. */
    public @Nullable Endpoint openPlain(String pointer, String address, PluginContext context) {
        if (address.contains("://")) {
            add(
                    pointer,
                    key(pointer) + quoted(address)
                            + " is a URL (expected: host:port, such as 10.0.0.5:8080; it is called by HTTP)");
            return null;
        }
        return open(pointer, HttpTarget.of(address), context);
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** @throws InvalidConfigurationException if anything is wrong, with all that is */
    public void throwIfAny() throws InvalidConfigurationException {
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
    }

    /** A text for a message, in quotation marks, cut where it is long; without the user and the password of a URL. */
    public static String quoted(String text) {
        return '"' + LogText.shortened(LogText.withoutUser(text), LONGEST) + '"';
    }

    /** The last key of a pointer with a colon; nothing for the element of an array, whose number tells nothing. */
    private static String key(String pointer) {
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        return last.isEmpty() || Character.isDigit(last.charAt(0)) ? "" : last + ": ";
    }
}
