package io.turnpike.it.payara;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.JavaCommand;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Payara Micro, as the launcher runs it: one JVM, the gateway's WAR, our boot commands. */
final class PayaraMicroServer implements ServerKind {

    private static Path jar() {
        return Path.of(GatewaySetup.property("turnpike.it.payara"));
    }

    static Path bootCommands() {
        return Path.of(GatewaySetup.property("turnpike.it.payara.boot"));
    }

    /** Ours, with the second listener where the settings ask for one. */
    private static Path bootCommands(GatewaySetup setup) {
        if (setup.adminPort().isEmpty()) {
            return bootCommands();
        }
        try {
            String stock = Files.readString(GatewaySetup.serverScript("payara-micro/admin-port.asadmin"));
            String second = stock.replace(
                            "--listenerport 4201",
                            "--listenerport " + setup.adminPort().getAsInt())
                    .replace("--address 0.0.0.0", "--address 127.0.0.1");
            return Files.writeString(
                    setup.directory().resolve("boot.asadmin"), Files.readString(bootCommands()) + "\n" + second);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(GatewaySetup setup) {
        List<String> rest = List.of(
                "-jar",
                GatewaySetup.property("turnpike.it.payara.server"),
                "--nocluster",
                "--port",
                Integer.toString(setup.port()),
                "--prebootcommandfile",
                bootCommands(setup).toString(),
                "--logproperties",
                GatewaySetup.serverScript("payara-micro/logging.properties").toString(),
                "--contextroot",
                "/",
                "--deploy",
                setup.application().toString());
        return JavaCommand.of(setup.jvmArguments(), rest);
    }

    @Override
    public Redeployable launchRedeployable(GatewaySetup setup) {
        List<String> jvm = new ArrayList<>(setup.jvmArguments());
        jvm.addAll(moduleArguments());
        List<String> rest = List.of(
                "-cp",
                jar() + ":" + System.getProperty("java.class.path").replaceAll("[^:]*payara-micro[^:]*\\.jar:?", ""),
                RedeployingPayara.class.getName(),
                Integer.toString(setup.port()),
                bootCommands().toString(),
                setup.application().toString());
        ServerProcess server =
                ServerProcess.start(JavaCommand.of(jvm, rest), setup.directory(), setup.environment(), setup.logFile());
        InProcess redeployable = new InProcess(server);
        redeployable.awaitReport("deployed 1");
        return redeployable;
    }

    /** What {@code java -jar} takes from the manifest and {@code java -cp} does not. */
    private static List<String> moduleArguments() {
        try (JarFile file = new JarFile(jar().toFile())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            return Stream.concat(
                            arguments("--add-opens=", manifest.getValue("Add-Opens")),
                            arguments("--add-exports=", manifest.getValue("Add-Exports")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> arguments(String option, String packages) {
        return Stream.of(packages.split(" ")).map(name -> option + name + "=ALL-UNNAMED");
    }

    @Override
    public URI health(GatewaySetup setup) {
        return URI.create("http://127.0.0.1:" + setup.port() + "/mp-health");
    }

    private static final class InProcess implements Redeployable {

        private final ServerProcess server;
        private int deployed = 1;
        private int undeployed;

        InProcess(ServerProcess server) {
            this.server = server;
        }

        @Override
        public ServerProcess server() {
            return server;
        }

        @Override
        public void undeploy() {
            server.tell("undeploy");
            awaitReport("undeployed " + ++undeployed);
        }

        @Override
        public void deploy() {
            server.tell("deploy");
            awaitReport("deployed " + ++deployed);
        }

        void awaitReport(String report) {
            Await.until(() -> report + "; log:\n" + server.log().tail(), START, () -> {
                if (server.isAlive() && !server.log().since(0).contains(RedeployingPayara.REPORT + report)) {
                    throw new IllegalStateException("not yet");
                }
                return true;
            });
            server.checkAlive();
        }
    }
}
