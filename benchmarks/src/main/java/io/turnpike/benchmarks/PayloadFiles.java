package io.turnpike.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Program that writes the payloads and their IDL into a directory, for what is measured outside of Java. */
public final class PayloadFiles {

    private PayloadFiles() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException(args.length + " arguments (expected: one, the directory)");
        }
        write(Path.of(args[0]));
    }

    /** Writes {@code payloads.thrift}, and {@code small} and {@code medium} each as {@code .json} and {@code .bin}. */
    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("payloads.thrift"), Payload.idl());
        for (Payload payload : Payload.values()) {
            String name = payload.name().toLowerCase(Locale.ROOT);
            Files.write(directory.resolve(name + ".json"), payload.json());
            Files.write(directory.resolve(name + ".bin"), payload.thrift());
        }
    }
}
