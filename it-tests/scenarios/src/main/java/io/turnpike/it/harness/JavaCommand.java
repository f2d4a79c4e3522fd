package io.turnpike.it.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Java process of the same JDK as the tests. */
public final class JavaCommand {

    private JavaCommand() {}

    /** The {@code java} command with arguments. */
    public static List<String> of(List<String> jvmArguments, List<String> rest) {
        List<String> command = new ArrayList<>();
        command.add(tool("java"));
        command.add("-Xmx512m");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.addAll(jvmArguments);
        command.addAll(rest);
        return List.copyOf(command);
    }

    /** A tool of the JDK that runs the tests. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
