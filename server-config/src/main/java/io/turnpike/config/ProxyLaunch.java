package io.turnpike.config;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher script asks before it starts a RegistryProxy, as {@link Launch} for the gateway. Takes {@code --config FILE},
 * {@code --data DIR}, {@code --port N} (HTTP, for health probes) and {@code --thrift-port N}. The same file is good for a gateway and
 * for any number of RegistryProxies, so the file's {@code serverPort} is not taken.
 */
public final class ProxyLaunch {

    private static final int DEFAULT_PORT = 4211;
    private static final int DEFAULT_THRIFT_PORT = 4210;
    private static final String OPTIONS = "--config FILE, --data DIR, --port N, --thrift-port N";

    private final Surroundings surroundings;
    private final PrintStream out;
    private final PrintStream err;

    ProxyLaunch(Surroundings surroundings, PrintStream out, PrintStream err) {
        this.surroundings = surroundings;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with 0 when the server may start, else 1. */
    public static void main(String[] args) {
        System.exit(new ProxyLaunch(Surroundings.ofThisProcess(), System.out, System.err).run(List.of(args)));
    }

    int run(List<String> args) {
        Map<String, String> properties = new HashMap<>(surroundings.systemProperties());
        String port = Integer.toString(DEFAULT_PORT);
        for (int i = 0; i < args.size(); i += 2) {
            String option = args.get(i);
            if (i + 1 == args.size() || args.get(i + 1).isBlank()) {
                return refuse(List.of(option + ": no value (expected: " + OPTIONS + ")"));
            }
            String value = args.get(i + 1);
            switch (option) {
                case "--config" -> properties.put(ServerConfigFile.FILE_PROPERTY, value);
                case "--data" -> properties.put(ConfigKey.DATA_DIRECTORY.key(), value);
                case "--thrift-port" -> properties.put(ConfigKey.REGISTRY_PROXY_PORT.key(), value);
                case "--port" -> port = value;
                default -> {
                    return refuse(List.of(option + ": unknown option (expected: " + OPTIONS + ")"));
                }
            }
        }
        return check(new Surroundings(properties, surroundings.environment(), surroundings.workingDirectory()), port);
    }

    private int check(Surroundings effective, String portText) {
        ServerConfigFile file = ServerConfigFile.load(effective);
        for (ConfigProblem problem : file.problems()) {
            err.println(problem.severity() + " " + problem.message());
        }
        List<String> wrong = new ArrayList<>(Launch.overrideFaults(effective));
        wrong.addAll(Launch.jointFaults(effective, file));
        Optional<String> port = ConfigKey.SERVER_PORT.type().reader().read(ValueType.JsonScalars.text(portText));
        if (port.isEmpty()) {
            wrong.add("--port: \"" + portText + "\" (expected: "
                    + ConfigKey.SERVER_PORT.type().expected() + ")");
        }
        String where = file.path().map(path -> " in " + path).orElse(", and no --config FILE is given");
        if (!isSet(ConfigKey.CONSUL_ADDRESS, effective, file)) {
            wrong.add("consulAddress: not set" + where
                    + " (expected: the address of Consul that the gateway has; a RegistryProxy is found by it)");
        }
        if (!isSet(ConfigKey.CLUSTER_SECRET, effective, file)) {
            wrong.add("clusterSecret: not set" + where
                    + " (expected: the one that the gateway has; it tells the gateway's requests from others)");
        }
        if (file.hasErrors() || !wrong.isEmpty()) {
            return refuse(wrong);
        }
        int http = number(port.orElseThrow());
        int thrift = Launch.value(ConfigKey.REGISTRY_PROXY_PORT, effective, file)
                .map(ProxyLaunch::number)
                .orElse(DEFAULT_THRIFT_PORT);
        Path data = effective
                .workingDirectory()
                .resolve(file.properties()
                        .getOrDefault(ConfigKey.DATA_DIRECTORY.key(), ServerConfigFile.DEFAULT_DATA_DIRECTORY))
                .normalize();
        List<String> troubles = new ArrayList<>();
        Launch.portTrouble(http, "--port N").ifPresent(troubles::add);
        Launch.portTrouble(thrift, "--thrift-port N").ifPresent(troubles::add);
        if (http == thrift) {
            troubles.add("port " + http
                    + " is meant for HTTP and for Thrift (expected: two ports; --port N, --thrift-port N)");
        }
        if (troubles.isEmpty()) {
            Launch.directoryTrouble(data).ifPresent(troubles::add);
        }
        if (!troubles.isEmpty()) {
            return refuse(troubles);
        }
        out.println("port=" + http);
        out.println("thriftPort=" + thrift);
        out.println("data=" + data);
        out.println("config="
                + file.path()
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .orElse(""));
        return Launch.READY;
    }

    /** Whether a value is given, be it good or one that is told of as a fault. */
    private static boolean isSet(ConfigKey key, Surroundings effective, ServerConfigFile file) {
        return Launch.value(key, effective, file).isPresent()
                || file.problems().stream().anyMatch(problem -> problem.key().equals(Optional.of(key.key())));
    }

    private static int number(String text) {
        return new BigDecimal(text.strip()).intValueExact();
    }

    private int refuse(List<String> reasons) {
        reasons.forEach(reason -> err.println("ERROR " + reason));
        return Launch.REFUSED;
    }
}
