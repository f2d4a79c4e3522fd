package io.turnpike.gateway.plugin.mirror;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.NodeTarget;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** {@code mirror}: sends copies of requests elsewhere, see {@code docs/plugins-builtin.md}. */
public final class MirrorPlugin extends BuiltInPlugin {

    private static final double ALL = 100;

    private final DoubleSupplier random;

    public MirrorPlugin() {
        this(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random numbers from 0 on, below 1 */
    MirrorPlugin(DoubleSupplier random) {
        super("mirror", 3000, Phase.ACCESS);
        this.random = random;
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        NodeTarget target = NodeTarget.of("", configuration, faults);
        if (target == null) {
            throw new InvalidConfigurationException(
                    "", "There is neither Address nor Http (expected: one of them, where the copies go)");
        }
        Endpoint endpoint = target.open("", faults, context);
        faults.throwIfAny();
        double percent =
                configuration.number("Percent").map(BigDecimal::doubleValue).orElse(ALL);
        if (endpoint == null) {
            throw new IllegalStateException("neither opened nor at fault: " + target);
        }
        return new Handler(endpoint, percent / ALL, random);
    }

    /** Has each request copied with the same probability. */
    private static final class Handler implements PluginHandler {
        private final Endpoint endpoint;
        private final double share;
        private final DoubleSupplier random;

        private Handler(Endpoint endpoint, double share, DoubleSupplier random) {
            this.endpoint = endpoint;
            this.share = share;
            this.random = random;
        }

        @Override
        public Decision access(PluginRequest request) {
            if (share >= 1 || random.getAsDouble() < share) {
                request.mirrorTo(endpoint);
            }
            return Decision.proceed();
        }
    }
}
