package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The AssetManagement server in {@code examples/python}, run as a user runs it. */
public final class PythonExample {

    private PythonExample() {}

    /** Starts it with these command line options; returns at once. */
    public static ServerProcess start(String... options) {
        Path script = Path.of(GatewaySetup.property("turnpike.it.examples"), "python", "asset_server.py");
        List<String> command = new ArrayList<>(
                List.of("python3", script.toAbsolutePath().normalize().toString()));
        command.addAll(List.of(options));
        try {
            Files.createDirectories(GatewaySetup.root());
            Path log = Files.createTempFile(GatewaySetup.root(), "asset_server", ".log");
            return ServerProcess.start(command, GatewaySetup.root(), Map.of("no_proxy", "*"), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
