package io.turnpike.registry.consul;

import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.consul.Availability.Turn;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Makes the calls of Consul that somebody waits for, and says in words for everybody why one failed. Safe for use by several threads. */
final class Writes {

    private static final System.Logger LOG = System.getLogger(Writes.class.getName());

    private final Availability availability;
    private final Consumer<IOException> lost;
    private final AtomicReference<String> lastRefusal = new AtomicReference<>("");

    /** @param lost is told when no agent has answered */
    Writes(Availability availability, Consumer<IOException> lost) {
        this.availability = availability;
        this.lost = lost;
    }

    /** A call of Consul. */
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    void make(Write write) throws RegistryUnavailableException {
        try (Turn turn = availability.turn()) {
            Objects.requireNonNull(turn);
            write.run();
            lastRefusal.set("");
        } catch (ConsulException e) {
            String reason = Agents.reason(e);
            if (!reason.equals(lastRefusal.getAndSet(reason))) {
                LOG.log(Level.WARNING, "Consul refuses: " + reason);
            }
            throw new RegistryUnavailableException(
                    e.status() == 403
                            ? "Consul does not let the gateway do this; its consulToken lacks a permission"
                            : "Consul could not do this at the moment; the gateway's log says why",
                    e);
        } catch (IOException e) {
            lost.accept(e);
            throw new RegistryUnavailableException("Consul does not answer at the moment", e);
        }
    }
}
