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

/**
 * What servers ask for. The gateway authorises it; then a RegistryProxy does it, where one is healthy, and the gateway itself
 * where none is, or where it does not do it. Nobody who asks can tell the difference. Safe for use by several threads at once.
 */
final class ServerRequests {

    private final Servers servers;
    private final Optional<RegistryProxies> proxies;
    private final Executor executor;

    /**
     * @param proxies empty: nothing is handed over
     * @param executor runs what follows a proxy's answer, which may block
     */
    ServerRequests(Servers servers, Optional<RegistryProxies> proxies, Executor executor) {
        this.servers = servers;
        this.proxies = proxies;
        this.executor = executor;
    }

    /**
     * Connects a server.
     *
     * @return completes with its {@code ServerID}, or with what {@link Servers#register} throws
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
     * @return completes with the {@code ServerID}, or with what {@link Servers#heard} throws
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
            Optional<CompletionStage<ProxyAnswer>> asked, AfterProxy afterProxy, OwnWork ownWork)
            throws GatewayException {
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(ownWork.run());
        }
        CompletableFuture<String> result = new CompletableFuture<>();
        CompletionStage<ProxyAnswer> stage = asked.get();
        stage.thenAcceptAsync(answer -> finish(answer, afterProxy, ownWork, result), executor)
                .exceptionally(failure -> {
                    result.completeExceptionally(failure);
                    return null;
                });
        return result;
    }

    private static void finish(
            ProxyAnswer answer, AfterProxy afterProxy, OwnWork ownWork, CompletableFuture<String> result) {
        String serverId;
        try {
            Optional<ServiceInstance> instance = answer.instance();
            if (instance.isPresent()) {
                serverId = afterProxy.run(instance.get());
            } else {
                serverId = ownWork.run();
                answer.gatewayDidIt();
            }
        } catch (GatewayException e) {
            result.completeExceptionally(e);
            return;
        }
        result.complete(serverId);
    }
}
