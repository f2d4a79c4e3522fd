package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A plugin that comes with the gateway and never blocks. Its schema is the resource {@code schema.json} in the package of its class; where
 * that says {@value #HTTP_TARGET}, there is the schema {@code http-target.json} of this package.
 */
public abstract class BuiltInPlugin implements Plugin {

    static final String HTTP_TARGET = "\"http-target.json\"";

    private final String name;
    private final int priority;
    private final Set<Phase> phases;
    private final String schema;

    /**
     * @param name see {@link #name}
     * @param priority see {@link #priority}
     * @param phases see {@link #phases}
     */
    protected BuiltInPlugin(String name, int priority, Phase... phases) {
        this.name = name;
        this.priority = priority;
        this.phases = Set.of(phases);
        this.schema = schema(getClass());
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int priority() {
        return priority;
    }

    @Override
    public final Set<Phase> phases() {
        return phases;
    }

    @Override
    public final String schema() {
        return schema;
    }

    @Override
    public final boolean neverBlocks() {
        return true;
    }

    private static String schema(Class<?> plugin) {
        String schema = read(plugin, "schema.json");
        return schema.contains(HTTP_TARGET)
                ? schema.replace(
                        HTTP_TARGET,
                        read(BuiltInPlugin.class, "http-target.json").strip())
                : schema;
    }

    private static String read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(beside.getName() + " has no " + resource + " beside it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
