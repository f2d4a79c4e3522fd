package io.turnpike.launch;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the jar that {@link UnpackedServer} writes: installs what {@link ConsoleAgent} installs but the repairs, which have been made, and
 * starts Payara Micro with the arguments. The system property {@code turnpike.runDirectory} names the directory that is removed at the end.
 */
public final class UnpackedMain {

    private static final String SERVER = "fish.payara.micro.impl.PayaraMicroImpl";

    private UnpackedMain() {}

    /**
     * Runs the server.
     *
     * @param arguments those of Payara Micro
     * @throws Throwable what Payara Micro's own main method throws
     */
    public static void main(String[] arguments) throws Throwable {
        Path jar = UnpackedServer.source();
        @Nullable Path directory = jar.toAbsolutePath().getParent();
        // As Payara's own launchers set them.
        System.setProperty("fish.payara.micro.BootJar", jar.toUri().toString());
        System.setProperty("fish.payara.micro.UnpackDir", String.valueOf(directory));
        ConsoleAgent.install(System.getProperty("turnpike.runDirectory"));
        try {
            Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
