package io.turnpike.registry;

/** Both sides of a registry, open until it is closed. Safe for use by several threads at once. */
public interface OpenRegistry extends ServiceRegistry, ServiceRegistrar, AutoCloseable {

    /** Begins to follow what is registered elsewhere, if anything is; returns at once. Has no effect the second time. */
    default void start() {}

    /** How the registry is at the moment; never waits for another machine. */
    RegistryStatus status();

    /** Ends its threads, connections and watches. What it has registered stays registered. */
    @Override
    void close();
}
