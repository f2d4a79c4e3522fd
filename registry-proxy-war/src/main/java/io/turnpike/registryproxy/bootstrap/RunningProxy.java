package io.turnpike.registryproxy.bootstrap;

import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.ConsulPresence;
import io.turnpike.registry.consul.ConsulServiceRegistry;
import io.turnpike.registryproxy.Announcement;
import io.turnpike.registryproxy.AnnouncementStatus;
import io.turnpike.registryproxy.RegistryProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** A RegistryProxy with all that belongs to it, from its start to its end. Safe for use by several threads at once. */
final class RunningProxy implements AutoCloseable {

    private final ConsulServiceRegistry registry;
    private final RegistryProxyServer server;
    private final ConsulPresence presence;
    private final Announcement announcement;
    private final String where;

    /**
     * Starts it; gateways are told of it as soon as it has read the registry.
     *
     * @throws IOException if it cannot listen where it should; nothing is left open then
     * @throws IllegalArgumentException if the files for TLS cannot be used
     */
    RunningProxy(ProxySettings settings) throws IOException {
        byte[] secret = settings.clusterSecret().getBytes(StandardCharsets.UTF_8);
        ServerIdCodec serverIds = new ServerIdCodec(secret);
        InetSocketAddress address = new InetSocketAddress(settings.address(), settings.port());
        String advertised = advertised(settings, address);
        this.registry = new ConsulServiceRegistry(settings.consul(), settings.timings(), WhenAllDead.FAIL, serverIds);
        try {
            this.server =
                    new RegistryProxyServer(address, registry, settings.timings(), secret, InstantSource.system());
        } catch (IOException | RuntimeException | Error e) {
            registry.close();
            throw e;
        }
        registry.start();
        this.presence = new ConsulPresence(settings.consul(), Announcement.TIMINGS, serverIds);
        this.where = settings.address() + ":" + server.port() + ", for gateways " + advertised + ":" + server.port();
        this.announcement = new Announcement(
                new ConsulPlace(), serverIds, advertised, server.port(), InstantSource.system(), server::isAnswering);
    }

    private static String advertised(ProxySettings settings, InetSocketAddress address) throws IOException {
        if (settings.advertisedAddress().isPresent()) {
            return settings.advertisedAddress().get();
        }
        return address.getAddress() != null && address.getAddress().isAnyLocalAddress()
                ? InetAddress.getLocalHost().getHostAddress()
                : settings.address();
    }

    /** Gateways are told only when the instances are known: a heartbeat of a known one then costs one short call of Consul. */
    private final class ConsulPlace implements Announcement.Place {

        @Override
        public void begin(ServiceInstance instance) throws RegistryUnavailableException {
            if (!registry.status().loaded()) {
                throw new RegistryUnavailableException(
                        "the instances in Consul are not known yet",
                        new IOException(registry.status().detail()));
            }
            presence.begin(instance);
        }

        @Override
        public void renew(ServiceInstance instance) throws RegistryUnavailableException {
            presence.renew(instance);
        }

        @Override
        public void end(ServiceInstance instance) throws RegistryUnavailableException {
            presence.end(instance);
        }
    }

    String where() {
        return where;
    }

    ProxyStatus status() {
        AnnouncementStatus announced = announcement.status();
        String detail = announced.detail().isEmpty() ? where : where + ": " + announced.detail();
        return new ProxyStatus(
                announced.live(),
                server.isServing() && announced.serving() && announced.announced(),
                registry.status().degraded()
                        || (announced.serving() && !announced.detail().isEmpty()),
                detail,
                server.counts());
    }

    /** Takes leave of the gateways, then stops serving. */
    @Override
    public void close() {
        announcement.close();
        presence.close();
        server.close();
        registry.close();
    }
}
