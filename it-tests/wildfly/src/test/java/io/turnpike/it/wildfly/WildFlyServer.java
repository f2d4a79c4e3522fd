package io.turnpike.it.wildfly;

import io.turnpike.it.harness.Await;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** WildFly with its own {@code standalone-microprofile.xml}, one base directory per set-up, the archive by its deployment scanner. */
final class WildFlyServer implements ServerKind {

    private static final String CONFIGURATION = "standalone-microprofile.xml";

    private final Optional<Path> archive;

    /** WildFly with the WAR of each set-up. */
    WildFlyServer() {
        this.archive = Optional.empty();
    }

    /** WildFly with an archive, whatever the set-up says. */
    WildFlyServer(Path archive) {
        this.archive = Optional.of(archive);
    }

    /** What is deployed, under the name of its file. */
    private Path archive(GatewaySetup setup) {
        return archive.orElse(setup.application());
    }

    private static Path home() {
        return Path.of(GatewaySetup.property("turnpike.it.wildfly"));
    }

    @Override
    public List<String> command(GatewaySetup setup) {
        Path base = setup.directory().resolve("wildfly");
        if (!Files.exists(base)) {
            prepare(base, archive(setup));
            if (setup.adminPort().isPresent()) {
                addAdminPort(base);
            }
        }
        List<String> jvm = new ArrayList<>(setup.jvmArguments());
        setup.adminPort().ifPresent(port -> jvm.add("-DadminPort=" + port));
        jvm.addAll(moduleArguments());
        List<String> rest = List.of(
                "-Djboss.home.dir=" + home(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.bind.address=127.0.0.1",
                "-Djboss.bind.address.management=127.0.0.1",
                "-Djboss.http.port=" + setup.port(),
                "-Djboss.https.port=" + FreePort.find(),
                "-Djboss.management.http.port=" + managementPort(setup),
                "-jar",
                home().resolve("jboss-modules.jar").toString(),
                "-mp",
                home().resolve("modules").toString(),
                "org.jboss.as.standalone",
                "-c",
                CONFIGURATION);
        return JavaCommand.of(jvm, rest);
    }

    /** A base directory with the stock configuration, but a scanner that looks more often. */
    private static void prepare(Path base, Path archive) {
        try {
            Path from = home().resolve("standalone/configuration");
            Path to = Files.createDirectories(base.resolve("configuration"));
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            String stock = Files.readString(to.resolve(CONFIGURATION));
            String eager = stock.replace("scan-interval=\"5000\"", "scan-interval=\"300\"");
            if (eager.equals(stock)) {
                throw new IllegalStateException("no scan-interval=\"5000\" in " + CONFIGURATION);
            }
            Files.writeString(to.resolve(CONFIGURATION), eager);
            Path deployments = Files.createDirectories(base.resolve("deployments"));
            Files.copy(archive, deployments.resolve(archive.getFileName()));
            Files.writeString(deployments.resolve(archive.getFileName() + ".dodeploy"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By our script, as an operator would. */
    private static void addAdminPort(Path base) {
        ProcessBuilder command = new ProcessBuilder(
                        "sh",
                        home().resolve("bin/jboss-cli.sh").toString(),
                        "--file=" + GatewaySetup.serverScript("wildfly/admin-port.cli"))
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("admin-port.log").toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment()
                .put("JAVA_OPTS", "-Dturnpike.profile=" + CONFIGURATION + " -Djboss.server.base.dir=" + base);
        try {
            int status = command.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException("admin-port.cli ended with " + status + ":\n"
                        + Files.readString(base.resolve("admin-port.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** As the server's own {@code bin/common.sh} has them. */
    private static List<String> moduleArguments() {
        return Stream.concat(
                        Stream.of(
                                "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                                "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                                "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
                                "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
                                "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED"),
                        Stream.of(
                                        "java.base/java.lang",
                                        "java.base/java.lang.invoke",
                                        "java.base/java.lang.reflect",
                                        "java.base/java.io",
                                        "java.base/java.net",
                                        "java.base/java.security",
                                        "java.base/java.util",
                                        "java.base/java.util.concurrent",
                                        "java.management/javax.management",
                                        "java.naming/javax.naming")
                                .map(name -> "--add-opens=" + name + "=ALL-UNNAMED"))
                .toList();
    }

    @Override
    public Redeployable launchRedeployable(GatewaySetup setup) {
        ServerProcess server = launch(setup);
        Scanned scanned = new Scanned(
                server,
                setup.directory().resolve("wildfly/deployments"),
                archive(setup).getFileName().toString());
        scanned.awaitMarker("deployed");
        return scanned;
    }

    @Override
    public URI health(GatewaySetup setup) {
        return URI.create("http://127.0.0.1:" + managementPort(setup) + "/health");
    }

    /** The same at each start, in a file of the set-up's directory. */
    private static int managementPort(GatewaySetup setup) {
        Path file = setup.directory().resolve("management.port");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Integer.toString(FreePort.find()));
            }
            return Integer.parseInt(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undeploys and deploys by the marker files of the deployment scanner. */
    private record Scanned(ServerProcess server, Path deployments, String archive) implements Redeployable {

        /**
         * Deletes the marker until the scanner has seen it: one that goes between the scanner's listing of the directory and its look at
         * the file's time is taken for one that was touched, which is how a deployment is asked for anew.
         */
        @Override
        public void undeploy() {
            Await.until(() -> archive + " undeployed; log:\n" + server.log().tail(), START, () -> {
                Files.deleteIfExists(marker("deployed"));
                if (server.isAlive() && !Files.exists(marker("undeployed"))) {
                    throw new IllegalStateException("not yet");
                }
                return true;
            });
            server.checkAlive();
        }

        @Override
        public void deploy() {
            try {
                Files.writeString(marker("dodeploy"), "");
                awaitMarker("deployed");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path marker(String state) {
            return deployments.resolve(archive + "." + state);
        }

        void awaitMarker(String state) {
            Await.until(() -> archive + " " + state + "; log:\n" + server.log().tail(), START, () -> {
                if (server.isAlive() && !Files.exists(marker("failed")) && !Files.exists(marker(state))) {
                    throw new IllegalStateException("not yet");
                }
                return true;
            });
            server.checkAlive();
            if (Files.exists(marker("failed"))) {
                throw new AssertionError(
                        "deployment failed; log:\n" + server.log().tail());
            }
        }
    }
}
