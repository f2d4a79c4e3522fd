package io.turnpike.registry.state;

import io.turnpike.registry.RegistryListener;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One listener, and the services it has yet to be told of.
 *
 * <p>A change notes the service's name under the registry's lock; whichever thread finds no other one delivering then
 * delivers, without the lock, until nothing is left. So calls come one at a time and in order, a listener may call the
 * registry, and nobody waits for a slow listener but the one thread that delivers to it. The instances are read when the
 * listener is called: several changes of one service that pile up meanwhile become one call with the latest state.
 */
public final class Subscription implements ServiceRegistry.Watch {

    private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

    private final Object lock;
    private final RegistryListener listener;
    private final Function<String, List<ServiceInstance>> passing;
    private final Collection<Subscription> open;
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean delivering;
    private boolean closed;

    /**
     * @param lock the registry's lock
     * @param passing reads the passing instances of a service; called with the lock held
     * @param open the registry's subscriptions; when it is closed this one leaves them, with the lock held
     */
    public Subscription(
            Object lock,
            RegistryListener listener,
            Function<String, List<ServiceInstance>> passing,
            Collection<Subscription> open) {
        this.lock = lock;
        this.listener = listener;
        this.passing = passing;
        this.open = open;
    }

    /** To be called with the lock held, and {@link #deliver} afterwards without. */
    public void changed(Collection<String> serviceNames) {
        changed.addAll(serviceNames);
    }

    /** Calls the listener until it knows everything, unless another thread is doing so. */
    public void deliver() {
        synchronized (lock) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        boolean orderly = false;
        try {
            for (Change change = next(); change != null; change = next()) {
                tell(change);
            }
            orderly = true;
        } finally {
            if (!orderly) {
                synchronized (lock) {
                    delivering = false;
                }
            }
        }
    }

    /** The next thing to tell; when there is none, delivering ends in the same step. */
    private @Nullable Change next() {
        synchronized (lock) {
            Iterator<String> first = changed.iterator();
            if (closed || !first.hasNext()) {
                delivering = false;
                return null;
            }
            String serviceName = first.next();
            first.remove();
            return new Change(serviceName, passing.apply(serviceName));
        }
    }

    private void tell(Change change) {
        try {
            listener.instancesChanged(change.serviceName, change.instances);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A registry listener failed on service " + change.serviceName, e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            changed.clear();
            open.remove(this);
        }
    }

    private record Change(String serviceName, List<ServiceInstance> instances) {}
}
