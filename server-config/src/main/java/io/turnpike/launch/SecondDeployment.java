package io.turnpike.launch;

import java.io.File;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Deploys once more what Payara Micro could not deploy when it started, and ends the JVM with status 1 where that fails, too: Payara Micro alone
 * would run on and answer 404 for ever. Payara 6 fails now and then by itself: it holds the class loader that it has just made for an application by a
 * weak reference alone ({@code DeploymentContextImpl.sharableTemp}), and a garbage collection in that moment takes it away.
 */
final class SecondDeployment implements Runnable {

    /** What is asked of the server. */
    interface Server {

        boolean hasApplications() throws ReflectiveOperationException;

        /** Tries; if that fails, the server has logged why. */
        void deploy(String name, String contextRoot, File archive) throws ReflectiveOperationException;
    }

    private static final Logger LOGGER = Logger.getLogger(SecondDeployment.class.getName());
    private static final int FAILURE = 1;

    private final Thread main;
    private final Server server;
    private final List<String> arguments;
    private final IntConsumer exit;

    /**
     * @param main the thread that starts the server, and ends when that is done
     * @param arguments those of the JVM's process
     * @param exit what ends the JVM with a status
     */
    SecondDeployment(Thread main, Server server, List<String> arguments, IntConsumer exit) {
        this.main = main;
        this.server = server;
        this.arguments = List.copyOf(arguments);
        this.exit = exit;
    }

    /** Looks after the start of this JVM's Payara Micro, which the calling thread will make. */
    static void after(Thread main) {
        List<String> arguments =
                List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
        SecondDeployment second = new SecondDeployment(main, new PayaraMicro(), arguments, System::exit);
        Thread thread = new Thread(second, "turnpike-deployment");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        String archive = argument("--deploy");
        if (archive.isEmpty()) {
            return;
        }
        try {
            main.join();
            Thread.currentThread().setContextClassLoader(main.getContextClassLoader());
            if (!server.hasApplications()) {
                again(new File(archive));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException e) {
            LOGGER.log(Level.FINE, "It cannot be seen whether the server has started", e);
        }
    }

    private void again(File archive) throws ReflectiveOperationException {
        LOGGER.warning("The server could not deploy " + archive + ", see above; it tries once more.");
        String name = archive.getName().replaceFirst("\\.[^.]*$", "");
        String root = argument("--contextroot");
        server.deploy(name, root.isEmpty() ? name : root, archive);
        if (!server.hasApplications()) {
            LOGGER.severe("The server could not deploy " + archive + " a second time; it ends.");
            exit.accept(FAILURE);
        }
    }

    /** The value of an option of the server; empty if it is not given. */
    private String argument(String option) {
        int at = arguments.indexOf(option);
        return at < 0 || at + 1 >= arguments.size() ? "" : arguments.get(at + 1);
    }
}
