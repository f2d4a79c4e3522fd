package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.HttpText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A header section that can be changed. For one thread. */
final class HeaderFields {

    private List<HeaderField> fields;
    private boolean isOwn;

    HeaderFields(List<HeaderField> fields) {
        this.fields = fields;
    }

    List<HeaderField> all() {
        return Collections.unmodifiableList(fields);
    }

    @Nullable
    String first(String name) {
        return HeaderField.first(fields, name);
    }

    List<String> values(String name) {
        return HeaderField.values(fields, name);
    }

    /** @throws IllegalArgumentException if it can be no field of an HTTP message */
    void add(String name, String value) {
        if (!HttpText.isToken(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a header field (expected: a token)");
        }
        if (!HttpText.isValue(value) || !HttpText.isOctets(value)) {
            throw new IllegalArgumentException(
                    "The value of the header field " + name + " has characters that none can have");
        }
        own().add(new HeaderField(name, value.strip()));
    }

    /** @throws IllegalArgumentException as {@link #add} */
    void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    void remove(String name) {
        if (first(name) != null) {
            own().removeIf(field -> field.is(name));
        }
    }

    private List<HeaderField> own() {
        if (!isOwn) {
            fields = new ArrayList<>(fields);
            isOwn = true;
        }
        return fields;
    }
}
