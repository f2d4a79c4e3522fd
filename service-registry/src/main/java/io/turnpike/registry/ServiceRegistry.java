package io.turnpike.registry;

import java.util.List;

/** The reading side: who is alive where. Safe for use by several threads at once. */
public interface ServiceRegistry {

    /** Every known instance of a service, {@link InstanceHealth#CRITICAL} ones included, in the order of connecting. */
    List<InstanceStatus> list(String serviceName);

    /**
     * Tells a listener of every service that has instances now, and then of every change, until the watch is closed.
     *
     * @return ends the watch when closed
     */
    Watch watch(RegistryListener listener);

    /** A running {@link #watch}. */
    interface Watch extends AutoCloseable {

        /** Ends the watch; the listener may still be called once by a thread that is already on its way. */
        @Override
        void close();
    }
}
