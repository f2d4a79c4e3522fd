package io.turnpike.it.payaraserver;

import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.JavaCommand;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Payara Server with a domain of its own per set-up: a copy of the stock one, made ready by our boot commands, on free ports of
 * the loopback address. Runs in the foreground with the command that {@code asadmin start-domain} would run.
 */
final class PayaraServer implements ServerKind {

    private static final Duration ONE_COMMAND = Duration.ofMinutes(3);
    private static final String DOMAIN = "domain1";
    private static final String NAME = "turnpike";

    private final Path archive;

    /** Payara Server with an archive, deployed whenever it is started. */
    PayaraServer(Path archive) {
        this.archive = archive;
    }

    private static Path home() {
        return Path.of(GatewaySetup.property("turnpike.it.payara-server"));
    }

    @Override
    public List<String> command(GatewaySetup setup) {
        Path domains = setup.directory().resolve("domains");
        int adminPort = FreePort.find();
        try {
            if (!Files.exists(domains)) {
                copy(home().resolve("glassfish/domains").resolve(DOMAIN), domains.resolve(DOMAIN));
            }
            useAdminPort(domains.resolve(DOMAIN).resolve("config/domain.xml"), adminPort);
            Files.writeString(setup.directory().resolve("pre-boot.asadmin"), preBoot(setup.port()));
            Files.writeString(
                    setup.directory().resolve("post-boot.asadmin"),
                    "deploy --force=true --name=" + NAME + " " + archive + "\n");
            Files.writeString(setup.directory().resolve("admin-port"), Integer.toString(adminPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> stock = startCommand(setup, domains);
        List<String> command = new ArrayList<>(List.of(JavaCommand.tool("java"), "-Djava.net.preferIPv4Stack=true"));
        command.addAll(stock.subList(1, stock.size()));
        int main = command.indexOf("com.sun.enterprise.glassfish.bootstrap.ASMain");
        command.addAll(main, setup.jvmArguments());
        command.add(main, "-javaagent:" + GatewaySetup.property("turnpike.it.payara-server.agent") + "=repairs");
        return command;
    }

    /** What {@code start-domain} would run, one argument a line between its first line and a blank one. */
    private static List<String> startCommand(GatewaySetup setup, Path domains) {
        List<String> output = asadmin(
                setup.directory(),
                "start-domain",
                "--dry-run",
                "--domaindir",
                domains.toString(),
                "--prebootcommandfile",
                setup.directory().resolve("pre-boot.asadmin").toString(),
                "--postbootcommandfile",
                setup.directory().resolve("post-boot.asadmin").toString(),
                DOMAIN);
        List<String> command = new ArrayList<>(output.subList(
                output.stream().map(String::strip).toList().indexOf(JavaCommand.tool("java")), output.indexOf("")));
        // It would wait for a master password on its standard input.
        int wait = command.indexOf("-read-stdin");
        command.subList(wait, wait + 2).clear();
        return command;
    }

    /** Ours with another port, and: listen on the loopback address only. */
    private static String preBoot(int port) throws IOException {
        String ours = Files.readString(Path.of(GatewaySetup.property("turnpike.it.payara-server.boot")));
        String listeners = "set configs.config.server-config.network-config.network-listeners.network-listener.";
        String moved =
                ours.replace(listeners + "http-listener-1.port=4200", listeners + "http-listener-1.port=" + port);
        if (moved.equals(ours)) {
            throw new IllegalStateException("no http-listener-1.port=4200 in our boot commands");
        }
        return moved + listeners + "http-listener-1.address=127.0.0.1\n" + listeners
                + "admin-listener.address=127.0.0.1\n";
    }

    private static void useAdminPort(Path domain, int port) throws IOException {
        String before = Files.readString(domain);
        String after = before.replaceFirst(
                "(<network-listener )[^>]*name=\"admin-listener\"[^>]*(></network-listener>|/>)",
                "$1port=\"" + port + "\" protocol=\"admin-listener\" transport=\"tcp\" name=\"admin-listener\""
                        + " thread-pool=\"admin-thread-pool\" address=\"127.0.0.1\"$2");
        if (after.equals(before)) {
            throw new IllegalStateException("no admin-listener in " + domain);
        }
        Files.writeString(domain, after);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.createDirectories(to.resolve(from.relativize(file)).getParent());
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Override
    public Redeployable launchRedeployable(GatewaySetup setup) {
        return new Administered(launch(setup), setup.directory(), archive);
    }

    @Override
    public URI health(GatewaySetup setup) {
        return URI.create("http://127.0.0.1:" + setup.port() + "/mp-health");
    }

    /** Runs Payara's own {@code asadmin}, and fails with what it said if it fails. */
    private static List<String> asadmin(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.tool("java"),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                home().resolve("glassfish/lib/client/appserver-cli.jar").toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "asadmin", ".log");
            ServerProcess process =
                    ServerProcess.start(command, directory, Map.of("AS_ADMIN_READTIMEOUT", "180000"), output);
            int status = process.awaitEnd(ONE_COMMAND);
            List<String> lines = Files.readAllLines(output);
            if (status != 0) {
                throw new AssertionError("asadmin " + List.of(arguments) + " ended with " + status + ": " + lines);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undeploys and deploys by {@code asadmin}. */
    record Administered(ServerProcess server, Path directory, Path archive) implements Redeployable {

        @Override
        public void undeploy() {
            run("undeploy", NAME);
        }

        @Override
        public void deploy() {
            deploy(archive);
        }

        void deploy(Path other) {
            run("deploy", "--name=" + NAME, other.toString());
        }

        private void run(String... command) {
            try {
                List<String> arguments = new ArrayList<>(
                        List.of("--port", Files.readString(directory.resolve("admin-port")), "--host", "127.0.0.1"));
                arguments.addAll(List.of(command));
                asadmin(directory, arguments.toArray(String[]::new));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
