package io.turnpike.gateway.admin;

import io.turnpike.gateway.handover.RegistryProxies;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.NodeSecrets;
import io.turnpike.gateway.persistence.StoreOpener;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.routing.SnapshotBuilder;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.settings.BuildVersion;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.upstream.thrift.EndpointStatus;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.web.AnswerThreads;
import io.turnpike.gateway.web.RegistryThreads;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.ServiceRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Builds what the resources of this package delegate to, one of each: final classes, injected without a proxy. */
@ApplicationScoped
public class AdminProducers {

    private final SecureRandom random = new SecureRandom();

    @Produces
    @Singleton
    MasterKey masterKey(GatewaySettings settings) {
        return MasterKey.of(settings, random);
    }

    @Produces
    @Singleton
    Registrations registrations(
            GatewaySettings settings, MasterKey masterKey, SnapshotBuilder builder, SnapshotHolder snapshots) {
        return new Registrations(
                opener(settings, secrets(settings, masterKey)),
                new ServiceCompiler(),
                (revision, services, routes, bindings) -> new PreparedSnapshot(
                        snapshots, builder.build(snapshots.current(), revision, services, routes, bindings)),
                Clock.systemUTC(),
                random,
                NodeIdentity.made(
                        settings.serverPort(),
                        BuildVersion.text(),
                        Clock.systemUTC().instant()),
                new StoreTimings(
                        settings.dbPollInterval(),
                        settings.dbPingInterval(),
                        settings.dbFailedPingInterval(),
                        settings.dbMaxPingFailDuration()),
                settings.pull().isPresent() ? GlobalOverlay.AWAITED : GlobalOverlay.NONE);
    }

    private static NodeSecrets secrets(GatewaySettings settings, MasterKey masterKey) {
        byte[] cluster = settings.clusterSecret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElseGet(masterKey::secret);
        return NodeSecrets.of(masterKey.secret(), cluster);
    }

    private static StoreOpener opener(GatewaySettings settings, NodeSecrets secrets) {
        return () -> settings.dbUrl().isPresent()
                ? MongoStores.external(settings.dbUrl().get(), settings.dbName(), settings.dbCollectionName(), secrets)
                : MongoStores.embedded(settings.dataDirectory(), settings.dbName(), settings.dbCollectionName());
    }

    @Produces
    @Singleton
    Access access(MasterKey masterKey, Registrations registrations) {
        return new Access(masterKey, registrations);
    }

    @Produces
    @Singleton
    Servers servers(
            GatewaySettings settings,
            Registrations registrations,
            ServiceRegistrar registrar,
            ServerIdCodec serverIds) {
        Admission admission = new Admission(settings.connectRegisteredOnly(), settings.serverNetworks());
        boolean sharedRegistry = settings.consul().isPresent();
        return new Servers(registrations, registrar, serverIds, admission, Clock.systemUTC(), sharedRegistry);
    }

    @Produces
    @Singleton
    ServerRequests serverRequests(
            GatewaySettings settings,
            Servers servers,
            Optional<RegistryProxies> proxies,
            AnswerThreads answers,
            RegistryThreads registry) {
        // In memory nothing waits.
        Executor ownWork = settings.consul().isPresent() ? registry::execute : Runnable::run;
        return new ServerRequests(servers, proxies, answers::execute, ownWork);
    }

    @Produces
    @Singleton
    KeyChanges keyChanges(Registrations registrations) {
        return new KeyChanges(registrations, Clock.systemUTC(), random);
    }

    @Produces
    @Singleton
    Dismissal dismissal(ServiceRegistry registry, ServiceRegistrar registrar) {
        return new Dismissal(registry, registrar);
    }

    @Produces
    @Singleton
    Deletions deletions(Registrations registrations, Dismissal dismissal) {
        return new Deletions(registrations, dismissal);
    }

    @Produces
    @Singleton
    PluginCheck pluginCheck(PluginCatalogue catalogue, PluginQuestions questions) {
        return new PluginCheck(catalogue, questions);
    }

    @Produces
    @Singleton
    RouteEdits routeEdits(Registrations registrations, PluginCheck pluginCheck) {
        return new RouteEdits(registrations, pluginCheck);
    }

    @Produces
    @Singleton
    PluginEdits pluginEdits(Registrations registrations, PluginCheck pluginCheck) {
        return new PluginEdits(registrations, pluginCheck);
    }

    @Produces
    @Singleton
    PullView pullView(Optional<ConfigurationPull> pull) {
        return new PullView(pull);
    }

    @Produces
    @Singleton
    PluginView pluginView(PluginCatalogue catalogue, PullView pull) {
        return new PluginView(catalogue, pull);
    }

    @Produces
    @Singleton
    ConsumerDoubts consumerDoubts(PluginCatalogue catalogue, PluginQuestions questions) {
        return new ConsumerDoubts(catalogue, questions);
    }

    @Produces
    @Singleton
    ConsumerEdits consumerEdits(Registrations registrations) {
        return new ConsumerEdits(registrations, random);
    }

    @Produces
    @Singleton
    IdlVersions idlVersions(Registrations registrations) {
        return new IdlVersions(registrations);
    }

    @Produces
    @Singleton
    Revisions revisions(Registrations registrations) {
        return new Revisions(registrations);
    }

    @Produces
    @Singleton
    ConfigurationChanges configurationChanges(
            Registrations registrations, Revisions revisions, Dismissal dismissal, PluginCheck pluginCheck) {
        return new ConfigurationChanges(
                registrations, revisions, registrations.compiler(), dismissal, pluginCheck, random);
    }

    @Produces
    @Singleton
    Nodes nodes(Registrations registrations, GatewaySettings settings) {
        return new Nodes(
                registrations, Clock.systemUTC(), shorter(settings.dbPollInterval(), settings.dbPingInterval()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Produces
    @Singleton
    OwnerView ownerView(ServiceRegistry registry, SnapshotHolder snapshots) {
        return new OwnerView(registry, serviceName -> endpoints(snapshots, serviceName), Clock.systemUTC());
    }

    @Produces
    @Singleton
    RouteNodes routeNodes(OwnerView owners, SnapshotHolder snapshots) {
        return new RouteNodes(
                routeId -> snapshots
                        .current()
                        .flatMap((GatewaySnapshot snapshot) -> snapshot.nodesOf(routeId))
                        .orElse(List.of()),
                owners,
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    HttpTargetDoubts httpTargetDoubts(GatewaySettings settings) {
        Set<Integer> admin = new HashSet<>();
        settings.adminPort().ifPresent(admin::add);
        return new HttpTargetDoubts(new OwnAddresses(Set.of(settings.serverPort())), new OwnAddresses(admin));
    }

    private static List<EndpointStatus> endpoints(SnapshotHolder snapshots, String serviceName) {
        return snapshots
                .current()
                .flatMap((GatewaySnapshot snapshot) -> snapshot.client(serviceName))
                .map(ThriftClient::endpoints)
                .orElse(List.of());
    }
}
