package io.turnpike.gateway.bootstrap;

import io.turnpike.config.ConfigProblem;
import io.turnpike.config.ServerConfigFile;
import io.turnpike.gateway.admin.MasterKey;
import io.turnpike.gateway.admin.Registrations;
import io.turnpike.gateway.handover.RegistryProxies;
import io.turnpike.gateway.persistence.DatabaseUrl;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.chain.BuiltInPlugins;
import io.turnpike.gateway.plugin.chain.ConnectedPlugins;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginOptions;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.chain.PluginRuntime;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.routing.Dispatcher;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.gateway.routing.SnapshotBuilder;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.settings.SettingsReader;
import io.turnpike.gateway.upstream.http.HttpTransport;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.ServiceRegistry;
import io.turnpike.registry.consul.ConsulServiceRegistry;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.protocol.ProtocolLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Builds the container-free parts, one of each. They are {@code @Singleton}: final classes, injected without a proxy. What
 * needs closing is closed by {@link GatewayLifecycle}, in order.
 */
@ApplicationScoped
public class GatewayProducers {

    private static final System.Logger LOGGER = System.getLogger(GatewayProducers.class.getName());

    private static final int MOST_GROWTH = 4;

    @Produces
    @Singleton
    GatewaySettings settings() {
        ServerConfigFile file = ServerConfigFile.load();
        List<String> errors = new ArrayList<>();
        for (ConfigProblem problem : file.problems()) {
            switch (problem.severity()) {
                case ERROR -> errors.add(problem.message());
                case WARNING -> LOGGER.log(Level.WARNING, problem.message());
            }
        }
        Config config = ConfigProvider.getConfig();
        config.getOptionalValue("dbUrl", String.class)
                .map(String::strip)
                .flatMap(DatabaseUrl::faultOf)
                .ifPresent(fault -> errors.add("dbUrl: " + fault));
        return new SettingsReader().read(config, errors);
    }

    @Produces
    @Singleton
    @Typed({OpenRegistry.class, ServiceRegistry.class, ServiceRegistrar.class})
    OpenRegistry registry(GatewaySettings settings, ServerIdCodec serverIds) {
        HealthTimings timings = new HealthTimings(settings.timeToLift(), settings.timeToDie());
        return settings.consul().isPresent()
                ? new ConsulServiceRegistry(settings.consul().get(), timings, settings.whenAllDead(), serverIds)
                : new InMemoryServiceRegistry(timings, settings.whenAllDead());
    }

    @Produces
    @Singleton
    ThriftTransport transport(ServiceRegistry registry, GatewaySettings settings) {
        return new ThriftTransport(registry, settings.eventLoops());
    }

    /** On the I/O threads of the other transport, which is closed after it. */
    @Produces
    @Singleton
    HttpTransport httpTransport(ServiceRegistry registry, ThriftTransport transport) {
        return new HttpTransport(registry, transport.loops());
    }

    @Produces
    @Singleton
    SnapshotHolder snapshots() {
        return new SnapshotHolder();
    }

    @Produces
    @Singleton
    PluginRuntime pluginRuntime(
            PluginCatalogue catalogue,
            PluginCheck check,
            HttpClientCache httpClients,
            ThriftTransport transport,
            GatewaySettings settings) {
        return new PluginRuntime(
                catalogue,
                (plugin, configuration) -> check.misfits(plugin, PluginJson.json(configuration)),
                httpClients.direct(),
                transport.loops(),
                InstantSource.system(),
                System::nanoTime,
                PluginOptions.of(settings.maxRequestBytes()));
    }

    @Produces
    @Singleton
    RedisConnections redis() {
        return new RedisConnections();
    }

    @Produces
    @Singleton
    PluginQuestions pluginQuestions() {
        return new PluginQuestions();
    }

    /** What is installed on this node. */
    @Produces
    @Singleton
    InstalledPlugins installedPlugins(
            GatewaySettings settings, RedisConnections redis, PluginQuestions questions, @Any Instance<Plugin> beans) {
        List<Plugin> builtIn = new ArrayList<>(BuiltInPlugins.all());
        builtIn.addAll(ConnectedPlugins.all(redis));
        return InstalledPlugins.find(
                builtIn,
                beans.stream().toList(),
                settings.pluginDirectory(),
                GatewayProducers.class.getClassLoader(),
                questions);
    }

    @Produces
    @Singleton
    PluginCatalogue plugins(InstalledPlugins installed, GatewaySettings settings) {
        PluginCatalogue catalogue = new PluginCatalogue(
                installed.all(), settings.disabledPlugins(), oddity -> LOGGER.log(Level.WARNING, oddity));
        installed.tell(catalogue);
        for (String name : settings.disabledPlugins()) {
            if (catalogue.plugin(name).isEmpty()) {
                LOGGER.log(
                        Level.WARNING,
                        "disabledPlugins: " + name + " is not installed"
                                + NearestName.question(
                                        name,
                                        catalogue.all().stream()
                                                .map(Plugin::name)
                                                .toList()));
            }
        }
        return catalogue;
    }

    /** Empty unless a source is configured. */
    @Produces
    @Singleton
    Optional<ConfigurationPull> pull(GatewaySettings settings, PluginCheck check, Registrations registrations) {
        return settings.pull()
                .map(options -> ConfigurationPull.of(
                        options,
                        check,
                        registrations::bindPulled,
                        settings.dataDirectory(),
                        settings.maxRequestBytes()));
    }

    @Produces
    @Singleton
    SnapshotBuilder snapshotBuilder(
            ThriftClientCache clients, HttpClientCache httpClients, PluginRuntime plugins, GatewaySettings settings) {
        ProtocolLimits limits = limits(settings);
        MappingOptions defaults = MappingOptions.DEFAULTS;
        MappingOptions mapping = new MappingOptions(
                defaults.rejectUnknownFields(),
                defaults.int64AsText(),
                defaults.nonFiniteAsNull(),
                defaults.enumAsNumber(),
                jsonBytes(settings),
                settings.maxJsonDepth(),
                limits);
        return new SnapshotBuilder(
                clients.direct(), httpClients.direct(), clientOptions(settings, limits), mapping, plugins);
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(SnapshotHolder snapshots) {
        return new Dispatcher(snapshots);
    }

    @Produces
    @Singleton
    TrustedProxies trustedProxies(GatewaySettings settings) {
        return TrustedProxies.of(settings.trustedProxies());
    }

    @Produces
    @Singleton
    ServerIdCodec serverIds(GatewaySettings settings, MasterKey masterKey) {
        return new ServerIdCodec(clusterSecret(settings, masterKey));
    }

    /** Only a registry that is shared can have RegistryProxies in it. */
    @Produces
    @Singleton
    Optional<RegistryProxies> registryProxies(
            GatewaySettings settings, ServiceRegistry registry, ServerIdCodec serverIds, MasterKey masterKey) {
        return settings.consul()
                .map(consul -> new RegistryProxies(
                        registry,
                        new HandOverTokenCodec(clusterSecret(settings, masterKey), InstantSource.system()),
                        serverIds,
                        new HealthTimings(settings.timeToLift(), settings.timeToDie())));
    }

    private static byte[] clusterSecret(GatewaySettings settings, MasterKey masterKey) {
        return settings.clusterSecret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> derivedSecret(masterKey.secret()));
    }

    /** The largest body that is let in, and what the largest reply may become: JSON may be longer than Thrift. */
    static int jsonBytes(GatewaySettings settings) {
        long ofReply = (long) MOST_GROWTH * settings.maxReplyBytes();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(ofReply, settings.maxRequestBytes()));
    }

    static ProtocolLimits limits(GatewaySettings settings) {
        return new ProtocolLimits(
                settings.maxReplyBytes(),
                settings.maxStringBytes(),
                settings.maxContainerElements(),
                settings.maxThriftDepth());
    }

    static ThriftClientOptions clientOptions(GatewaySettings settings, ProtocolLimits limits) {
        return new ThriftClientOptions(
                Dialect.DEFAULT,
                settings.callTimeout(),
                settings.connectTimeout(),
                settings.maxConnectionsPerInstance(),
                settings.maxPendingCalls(),
                settings.connectionIdleTimeout(),
                settings.probeInterval(),
                limits);
    }

    /** HMAC-SHA-256 of a fixed label: what is derived does not give the master key away. */
    static byte[] derivedSecret(byte[] masterKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(masterKey, "HmacSHA256"));
            return mac.doFinal("turnpike-cluster-secret".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
