package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.ResponseHead;
import java.util.ArrayList;
import java.util.List;

/** The head of an answer for the unit tests of plugins. */
public final class FakeHead implements ResponseHead {

    private int status;
    private final List<HeaderField> headers = new ArrayList<>();

    /** Lines are {@code name: value}. */
    public FakeHead(int status, String... lines) {
        this.status = status;
        for (String line : lines) {
            int colon = line.indexOf(':');
            addHeader(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** Every field as {@code name: value}, in their order. */
    public List<String> lines() {
        return headers.stream()
                .map(field -> field.name() + ": " + field.value())
                .toList();
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int newStatus) {
        status = newStatus;
    }

    @Override
    public List<HeaderField> headers() {
        return List.copyOf(headers);
    }

    @Override
    public String header(String name) {
        return headers.stream()
                .filter(field -> field.is(name))
                .map(HeaderField::value)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void setHeader(String name, String value) {
        removeHeader(name);
        addHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        headers.add(new HeaderField(name, value));
    }

    @Override
    public void removeHeader(String name) {
        headers.removeIf(field -> field.is(name));
    }
}
