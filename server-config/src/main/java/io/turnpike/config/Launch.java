package io.turnpike.config;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the launcher script asks before it starts a server: which port, which data directory, and is everything in order?
 * Prints {@code name=value} lines to standard output, problems for people to standard error. Takes {@code --config FILE},
 * {@code --data DIR} and {@code --port N}; they win over the environment, which wins over the file.
 */
public final class Launch {

    /** Exit code: start the server. */
    static final int READY = 0;
    /** Exit code: do not, the reason is printed. */
    static final int REFUSED = 1;

    private static final String DEFAULT_PORT = "4200";
    private static final int DEFAULT_TIME_TO_LIFT = 45;
    private static final int DEFAULT_TIME_TO_DIE = 90;

    /** Of the embedded store of {@code gateway-war}, in the data directory. */
    private static final String STORE_FILE = "turnpike.mv.db";

    private final Surroundings surroundings;
    private final PrintStream out;
    private final PrintStream err;

    Launch(Surroundings surroundings, PrintStream out, PrintStream err) {
        this.surroundings = surroundings;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with 0 when the server may start, else 1. */
    public static void main(String[] args) {
        System.exit(new Launch(Surroundings.ofThisProcess(), System.out, System.err).run(List.of(args)));
    }

    int run(List<String> args) {
        Map<String, String> properties = new HashMap<>(surroundings.systemProperties());
        for (int i = 0; i < args.size(); i += 2) {
            Optional<String> property = propertyOf(args.get(i));
            if (property.isEmpty() || i + 1 == args.size() || args.get(i + 1).isBlank()) {
                return refuse(
                        args.get(i) + ": unknown option or no value (expected: --config FILE, --data DIR, --port N)");
            }
            properties.put(property.get(), args.get(i + 1));
        }
        return check(new Surroundings(properties, surroundings.environment(), surroundings.workingDirectory()));
    }

    private static Optional<String> propertyOf(String option) {
        return switch (option) {
            case "--config" -> Optional.of(ServerConfigFile.FILE_PROPERTY);
            case "--data" -> Optional.of(ConfigKey.DATA_DIRECTORY.key());
            case "--port" -> Optional.of(ConfigKey.SERVER_PORT.key());
            default -> Optional.empty();
        };
    }

    private int check(Surroundings effective) {
        ServerConfigFile file = ServerConfigFile.load(effective);
        for (ConfigProblem problem : file.problems()) {
            err.println(problem.severity() + " " + problem.message());
        }
        List<String> wrong = new ArrayList<>(overrideFaults(effective));
        wrong.addAll(jointFaults(effective, file));
        if (wrong.isEmpty() && !file.hasErrors()) {
            samePortFault(effective, file).ifPresent(wrong::add);
        }
        wrong.forEach(this::refuse);
        if (file.hasErrors() || !wrong.isEmpty()) {
            return REFUSED;
        }
        int port = port(effective, file);
        Optional<Integer> adminPort = adminPort(effective, file);
        Path data = effective
                .workingDirectory()
                .resolve(file.properties()
                        .getOrDefault(ConfigKey.DATA_DIRECTORY.key(), ServerConfigFile.DEFAULT_DATA_DIRECTORY))
                .normalize();
        // Looks first, makes the directory last: a start that is refused leaves nothing behind.
        List<String> troubles = Stream.of(
                        portTrouble(port, "--port N"),
                        adminPort.flatMap(number -> portTrouble(number, "the setting adminPort")),
                        embeddedStore(effective, file) ? storeTrouble(data) : Optional.<String>empty())
                .flatMap(Optional::stream)
                .toList();
        if (troubles.isEmpty()) {
            troubles = directoryTrouble(data).stream().toList();
        }
        if (!troubles.isEmpty()) {
            troubles.forEach(this::refuse);
            return REFUSED;
        }
        out.println("port=" + port);
        adminPort.ifPresent(number -> out.println("adminPort=" + number));
        out.println("data=" + data);
        out.println("config="
                + file.path()
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .orElse(""));
        return READY;
    }

    private static int port(Surroundings effective, ServerConfigFile file) {
        String key = ConfigKey.SERVER_PORT.key();
        return number(effective.override(key).orElse(file.properties().getOrDefault(key, DEFAULT_PORT)));
    }

    private static Optional<Integer> adminPort(Surroundings effective, ServerConfigFile file) {
        return value(ConfigKey.ADMIN_PORT, effective, file).map(Launch::number);
    }

    private static int number(String text) {
        return new BigDecimal(text.strip()).intValueExact();
    }

    private static Optional<String> samePortFault(Surroundings effective, ServerConfigFile file) {
        int port = port(effective, file);
        return adminPort(effective, file)
                .filter(number -> number == port)
                .map(number -> placed(
                        ConfigKey.ADMIN_PORT,
                        effective,
                        file,
                        number + " (expected: another port than the one for calls, which is " + port + ")"));
    }

    /** What options, system properties and environment variables say is held to the same rules as the file. */
    static List<String> overrideFaults(Surroundings effective) {
        List<String> faults = new ArrayList<>();
        for (ConfigKey key : ConfigKey.values()) {
            effective
                    .override(key.key())
                    .filter(text -> read(key, text).isEmpty())
                    .ifPresent(text -> faults.add(key.key() + ": "
                            + (key.type().secret() ? "a text, not shown" : '"' + text + '"') + " (expected: "
                            + key.type().expected() + ")" + effective.source(key.key())));
        }
        return faults;
    }

    /** What is wrong between settings that are sound by themselves, or between them and the file system. */
    static List<String> jointFaults(Surroundings effective, ServerConfigFile file) {
        List<String> faults = new ArrayList<>();
        timesFault(effective, file).ifPresent(faults::add);
        clusterFault(effective, file).ifPresent(faults::add);
        for (ConfigKey key : List.of(
                ConfigKey.CONSUL_CA_FILE,
                ConfigKey.CONSUL_CERT_FILE,
                ConfigKey.CONSUL_KEY_FILE,
                ConfigKey.PULL_CA_FILE)) {
            value(key, effective, file)
                    .flatMap(name -> fileFault(effective, name, key != ConfigKey.CONSUL_KEY_FILE))
                    .ifPresent(fault -> faults.add(placed(key, effective, file, fault)));
        }
        return faults;
    }

    private static Optional<String> fileFault(Surroundings effective, String name, boolean hasCertificates) {
        try {
            Path file = effective.workingDirectory().resolve(name);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return hasCertificates && !hasCertificates(file)
                        ? Optional.of("\"" + name + "\" (expected: a PEM file of certificates)")
                        : Optional.empty();
            }
        } catch (InvalidPathException e) {
            // As one that is not there.
        }
        return Optional.of("\"" + name + "\" (expected: a file that this user can read)");
    }

    private static boolean hasCertificates(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty();
        } catch (CertificateException | IOException e) {
            return false;
        }
    }

    /** A fault of a value, after the place in the file where that is what counts. */
    private static String placed(ConfigKey key, Surroundings effective, ServerConfigFile file, String fault) {
        return effective.override(key.key()).isPresent()
                ? key.key() + ": " + fault + effective.source(key.key())
                : file.place(key) + key.key() + ": " + fault;
    }

    /** What counts of a key that is given and not blank. */
    static Optional<String> value(ConfigKey key, Surroundings effective, ServerConfigFile file) {
        return effective
                .override(key.key())
                .or(() -> Optional.ofNullable(file.properties().get(key.key())))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> timesFault(Surroundings effective, ServerConfigFile file) {
        int lift = seconds(ConfigKey.TIME_TO_LIFT, effective, file).orElse(DEFAULT_TIME_TO_LIFT);
        int die = seconds(ConfigKey.TIME_TO_DIE, effective, file).orElse(DEFAULT_TIME_TO_DIE);
        return die < lift
                ? Optional.of(placed(
                        ConfigKey.TIME_TO_DIE,
                        effective,
                        file,
                        die + " (expected: not below timeToLift, which is " + lift + ")"))
                : Optional.empty();
    }

    private static Optional<String> clusterFault(Surroundings effective, ServerConfigFile file) {
        return value(ConfigKey.PULL_SOURCE, effective, file).isPresent()
                        && value(ConfigKey.PULL_CLUSTER_ID, effective, file).isEmpty()
                ? Optional.of(placed(
                        ConfigKey.PULL_SOURCE,
                        effective,
                        file,
                        "set without pullClusterId (expected: both, the source and the cluster's directory below it)"))
                : Optional.empty();
    }

    private static Optional<Integer> seconds(ConfigKey key, Surroundings effective, ServerConfigFile file) {
        return value(key, effective, file).flatMap(text -> read(key, text)).map(Integer::valueOf);
    }

    private static Optional<String> read(ConfigKey key, String text) {
        return key.type().reader().read(ValueType.JsonScalars.text(text));
    }

    private static boolean embeddedStore(Surroundings effective, ServerConfigFile file) {
        return value(ConfigKey.DB_URL, effective, file).isEmpty();
    }

    /** A gateway holds a lock on its store's file for as long as it runs. Any other fault of the file is for it to report. */
    private static Optional<String> storeTrouble(Path data) {
        try (FileChannel store = FileChannel.open(data.resolve(STORE_FILE), StandardOpenOption.WRITE);
                FileLock lock = store.tryLock()) {
            return lock != null
                    ? Optional.empty()
                    : Optional.of(
                            "the data directory " + data + " is in use by another gateway (it has locked " + STORE_FILE
                                    + ").\nStop that gateway, or give this one another directory with --data DIR.");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> directoryTrouble(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            return Optional.of("the data directory " + data + " cannot be made: " + reason(e)
                    + "\nName another one with --data DIR.");
        }
        return Files.isWritable(data)
                ? Optional.empty()
                : Optional.of(
                        "the data directory " + data + " cannot be written to.\nName another one with --data DIR.");
    }

    /** Says in words what the platform says by the class of an exception. */
    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file";
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission to write to " + denied.getFile();
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        return e.toString();
    }

    /** @param remedy what chooses another one */
    static Optional<String> portTrouble(int port, String remedy) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("port " + port + " cannot be used: " + e.getMessage()
                    + "\nStop what listens there, or choose another port with " + remedy + ".");
        }
    }

    private int refuse(String reason) {
        err.println("ERROR " + reason);
        return REFUSED;
    }
}
