package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.handover.ProxyAnswer;
import io.turnpike.gateway.handover.RegistryProxies;
import io.turnpike.registry.HandOver;
import io.turnpike.registry.ServiceInstance;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What servers ask for. The gateway authorises it; then a RegistryProxy does it, where one is healthy, and the gateway itself
 * where none is, or where it does not do it. Nobody who asks can tell the difference. Safe for use by several threads at once.
 */
final class ServerRequests {

    private final Servers servers;
    private final Optional<RegistryProxies> proxies;
    private final Executor answers;
    private final Executor registry;

    /**
     * @param proxies empty: nothing is handed over
     * @param answers runs what follows a proxy's answer
     * @param registry runs the gateway's own work, which may wait for the registry; rejects what is too much
     */
    ServerRequests(Servers servers, Optional<RegistryProxies> proxies, Executor answers, Executor registry) {
        this.servers = servers;
        this.proxies = proxies;
        this.answers = answers;
        this.registry = registry;
    }

    /**
     * Connects a server.
     *
     * @return completes with its {@code ServerID}, or with what {@link Servers#register} throws, {@code REGISTRY_UNAVAILABLE} also
     *     if too many wait for the registry
     * @throws GatewayException as {@link Servers#admit}
     */
    CompletionStage<String> connect(Caller caller, String serviceName, String address, int port)
            throws GatewayException {
        ServiceInstance asked = servers.admit(caller, serviceName, address, port);
        return answer(
                proxiesFor(asked).flatMap(all -> all.connect(asked)),
                instance -> servers.registeredByProxy(caller, instance),
                () -> servers.register(caller, asked));
    }

    /**
     * Takes a heartbeat.
     *
     * @return completes with the {@code ServerID}, or with what {@link Servers#heard} throws, as {@link #connect}
     * @throws GatewayException as {@link Servers#beating}
     */
    CompletionStage<String> heartbeat(Caller caller, String serverId) throws GatewayException {
        ServiceInstance beating = servers.beating(caller, serverId);
        return answer(
                servers.hasOtherAddress(beating)
                        ? Optional.empty()
                        : proxiesFor(beating).flatMap(all -> all.heartbeat(beating)),
                instance -> {
                    servers.heardByProxy(instance);
                    return serverId;
                },
                () -> {
                    servers.heard(caller, beating);
                    return serverId;
                });
    }

    /** None has a part in whether there are any. */
    private Optional<RegistryProxies> proxiesFor(ServiceInstance server) {
        return server.serviceName().equals(HandOver.PROXY_SERVICE) ? Optional.empty() : proxies;
    }

    /** What is left to do when a proxy has done the work. */
    @FunctionalInterface
    private interface AfterProxy {
        String run(ServiceInstance instance) throws GatewayException;
    }

    /** The gateway's own work. */
    @FunctionalInterface
    private interface OwnWork {
        String run() throws GatewayException;
    }

    private CompletionStage<String> answer(
            Optional<CompletionStage<ProxyAnswer>> asked, AfterProxy afterProxy, OwnWork ownWork) {
        CompletableFuture<String> result = new CompletableFuture<>();
        if (asked.isEmpty()) {
            run(registry, ownWork, result);
            return result;
        }
        asked.get().whenComplete((answer, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            Optional<ServiceInstance> instance = answer.instance();
            if (instance.isPresent()) {
                run(answers, () -> afterProxy.run(instance.get()), result);
            } else {
                OwnWork instead = () -> {
                    String serverId = ownWork.run();
                    answer.gatewayDidIt();
                    return serverId;
                };
                run(registry, instead, result);
            }
        });
        return result;
    }

    private static void run(Executor executor, OwnWork work, CompletableFuture<String> result) {
        try {
            executor.execute(() -> {
                String serverId;
                try {
                    serverId = work.run();
                } catch (GatewayException | RuntimeException e) {
                    result.completeExceptionally(e);
                    return;
                }
                result.complete(serverId);
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    Servers.unavailable("Too many requests wait for the service registry already"));
        }
    }
}
