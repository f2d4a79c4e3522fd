package io.turnpike.examples;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param register whether to register the service rather than to serve it
 * @param example which service
 * @param values options by name, without their dashes
 */
record Options(boolean register, Example example, Map<String, String> values) {

    static final String USAGE = """
            usage: ./turnpike example (AssetManagement|UserService) --gateway URL --apikey KEY [--port N] [--address A]
                                      [--data FILE] [--framed|--buffered]
                   ./turnpike example register (AssetManagement|UserService) --gateway URL
              --gateway  as http://localhost:4200
              --apikey   the key that registering the service answered
              --port     0 (the default): any free port
              --address  where to listen, and where the gateway finds the server; default 127.0.0.1
              --data     file in which servers of the same service share their rows; default: each has its own, in memory
              --framed   (the default) or --buffered: the Thrift transport
              register   registers the service with the gateway and prints the API key, nothing else
            """;

    private static final Set<String> WITH_VALUE = Set.of("gateway", "apikey", "port", "address", "data");
    private static final Set<String> FLAGS = Set.of("framed", "buffered");

    Options {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException if it cannot be understood; the message says why */
    static Options parse(String... arguments) {
        Iterator<String> rest = List.of(arguments).iterator();
        String first = next(rest, "a service");
        boolean register = first.equals("register");
        Example example = example(register ? next(rest, "a service") : first);
        Map<String, String> values = new HashMap<>();
        while (rest.hasNext()) {
            String option = rest.next();
            String name = option.startsWith("--") ? option.substring(2) : "";
            if (WITH_VALUE.contains(name)) {
                values.put(name, next(rest, "a value for " + option));
            } else if (FLAGS.contains(name)) {
                values.put(name, "");
            } else {
                throw new IllegalArgumentException("unknown option: " + option);
            }
        }
        Options options = new Options(register, example, values);
        options.required("gateway");
        if (!register) {
            options.required("apikey");
        }
        if (values.keySet().containsAll(FLAGS)) {
            throw new IllegalArgumentException("--framed and --buffered (expected: one of them)");
        }
        if (options.port() < 0 || options.port() > 65535) {
            throw new IllegalArgumentException("--port: " + options.port() + " (expected: 0 to 65535)");
        }
        return options;
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    int port() {
        String port = values.getOrDefault("port", "0");
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port: " + port + " (expected: 0 to 65535)", e);
        }
    }

    private static Example example(String name) {
        for (Example example : Example.values()) {
            if (example.name().equals(name)) {
                return example;
            }
        }
        throw new IllegalArgumentException("unknown service: " + name + " (expected: AssetManagement or UserService)");
    }

    private static String next(Iterator<String> rest, String what) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return rest.next();
    }
}
