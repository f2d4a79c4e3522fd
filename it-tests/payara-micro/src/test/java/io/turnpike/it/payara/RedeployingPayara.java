package io.turnpike.it.payara;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Payara Micro by its own API, which can undeploy and deploy while it runs. Takes its orders on standard input. */
final class RedeployingPayara {

    /** Starts every line that reports something done. */
    static final String REPORT = "## ";

    private static final String NAME = "gateway";

    private RedeployingPayara() {}

    /** Arguments: HTTP port, file of boot commands, WAR. */
    public static void main(String[] arguments) throws BootstrapException, IOException {
        PayaraMicroRuntime payara = PayaraMicro.getInstance()
                .setNoCluster(true)
                .setHttpPort(Integer.parseInt(arguments[0]))
                .setInstanceName("redeploying")
                .setPreBootHandler(server -> boot(server, Path.of(arguments[1])))
                .bootStrap();
        File war = new File(arguments[2]);
        int deployed = 0;
        int undeployed = 0;
        report(deploy(payara, war), "deployed", ++deployed);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "deploy" -> report(deploy(payara, war), "deployed", ++deployed);
                case "undeploy" -> {
                    payara.undeploy(NAME);
                    report(payara.getDeployedApplicationNames().isEmpty(), "undeployed", ++undeployed);
                }
                default -> report(false, "order " + order, 0);
            }
        }
        System.exit(0);
    }

    /** Twice where it must be, see {@code io.turnpike.launch.SecondDeployment}; what Payara answers is true in any case. */
    private static boolean deploy(PayaraMicroRuntime payara, File war) {
        payara.deploy(NAME, "/", war);
        if (payara.getDeployedApplicationNames().isEmpty()) {
            System.out.println(REPORT + "once more");
            payara.deploy(NAME, "/", war);
        }
        return !payara.getDeployedApplicationNames().isEmpty();
    }

    /** As {@code --prebootcommandfile} does. */
    private static void boot(AdminCommandRunner server, Path commands) {
        try {
            for (String line : Files.readAllLines(commands)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    run(server, line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(AdminCommandRunner server, String line) {
        String[] words = line.split("\\s+", -1);
        ClusterCommandResult result = server.run(words[0], Arrays.copyOfRange(words, 1, words.length));
        if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
            throw new IllegalStateException(line + ": " + result.getOutput());
        }
    }

    private static void report(boolean done, String what, int count) {
        if (!done) {
            System.out.println(REPORT + "failed: " + what + " " + count);
            System.exit(1);
        }
        System.out.println(REPORT + what + " " + count);
    }
}
