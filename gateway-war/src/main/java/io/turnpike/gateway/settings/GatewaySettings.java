package io.turnpike.gateway.settings;

import io.turnpike.gateway.pull.PullOptions;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.ConsulOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Every setting of the gateway, checked. Each component is the configuration key of the same name, unless it says otherwise.
 *
 * @param serverPort the port that the gateway is meant to be reached at
 * @param adminPort the port that alone serves the admin API; empty: there is one port for everything
 * @param masterKey key <code>maskerKey</code> (the reference's spelling); empty: one is generated and kept in the data directory
 * @param masterKeyEnabled whether the master key is taken at all
 * @param allowDefaultMasterKey whether the well-known default master key is taken from other machines too
 * @param clusterSecret secret that signs {@code ServerID}s; empty: derived from the master key
 * @param dataDirectory where the embedded store and generated keys are
 * @param consul keys {@code consulAddress}, {@code consulToken} and others, see {@code ConsulOptions}; empty: registry in memory
 * @param whenAllDead what becomes of calls when all instances of a service look dead: {@code fail} or {@code call}
 * @param timeToLift silence after which an instance gets no more calls
 * @param timeToDie silence after which an instance is forgotten
 * @param dbUrl MongoDB connection string; empty: embedded store
 * @param dbName database
 * @param dbCollectionName collection of the owners' documents
 * @param dbPollInterval key {@code dbPollMillis}: how often a database is asked for what other gateways have changed
 * @param dbPingInterval how often the database is pinged
 * @param dbFailedPingInterval how often while it does not answer
 * @param dbMaxPingFailDuration after so long without an answer the log says ERROR, once
 * @param registrationOpen key {@code registration}: {@code open} or {@code master}
 * @param connectRegisteredOnly key {@code connect}: {@code any} or {@code registered}
 * @param serverNetworks CIDR blocks that servers may connect from with; empty: any
 * @param trustedProxies the proxies before the gateway that are believed when they say for whom they act
 * @param maxRequestBytes largest request body of the data plane and of the admin calls
 * @param maxReplyBytes largest Thrift reply
 * @param maxStringBytes longest string or binary in a Thrift reply
 * @param maxContainerElements most elements of a list, set or map in a Thrift reply
 * @param maxThriftDepth deepest nesting of structs and containers in a Thrift reply
 * @param maxJsonDepth deepest nesting of objects and arrays in a request body
 * @param callTimeout key {@code callTimeoutMillis}
 * @param connectTimeout key {@code connectTimeoutMillis}
 * @param maxConnectionsPerInstance see {@code ThriftClientOptions}
 * @param maxPendingCalls see {@code ThriftClientOptions}
 * @param connectionIdleTimeout key {@code connectionIdleSeconds}
 * @param clientTimeout key {@code clientTimeoutSeconds}: so long a client may take nothing of its answer, or send nothing of its body
 * @param probeInterval key {@code probeIntervalMillis}
 * @param callsInFilter key {@code dataPlane}: whether Thrift calls are answered by the filter itself ({@code filter}) or by JAX-RS
 *     ({@code jaxrs})
 * @param eventLoops number of I/O threads; 0: one per processor
 * @param disabledPlugins names of plugins that are not asked on this node, wherever they are bound
 * @param pluginDirectory where jars of plugins are
 * @param pluginUpdates key {@code pluginUpdates}: {@code master}, {@code loopback} or {@code open}
 * @param pull key {@code pullSource} and others that begin with {@code pull}, see {@code PullSettings}; empty: nothing is pulled
 */
public record GatewaySettings(
        int serverPort,
        OptionalInt adminPort,
        Optional<String> masterKey,
        boolean masterKeyEnabled,
        boolean allowDefaultMasterKey,
        Optional<String> clusterSecret,
        Path dataDirectory,
        Optional<ConsulOptions> consul,
        WhenAllDead whenAllDead,
        Duration timeToLift,
        Duration timeToDie,
        Optional<String> dbUrl,
        String dbName,
        String dbCollectionName,
        Duration dbPollInterval,
        Duration dbPingInterval,
        Duration dbFailedPingInterval,
        Duration dbMaxPingFailDuration,
        boolean registrationOpen,
        boolean connectRegisteredOnly,
        List<String> serverNetworks,
        List<String> trustedProxies,
        int maxRequestBytes,
        int maxReplyBytes,
        int maxStringBytes,
        int maxContainerElements,
        int maxThriftDepth,
        int maxJsonDepth,
        Duration callTimeout,
        Duration connectTimeout,
        int maxConnectionsPerInstance,
        int maxPendingCalls,
        Duration connectionIdleTimeout,
        Duration clientTimeout,
        Duration probeInterval,
        boolean callsInFilter,
        int eventLoops,
        Set<String> disabledPlugins,
        Path pluginDirectory,
        PluginUpdates pluginUpdates,
        Optional<PullOptions> pull) {}
