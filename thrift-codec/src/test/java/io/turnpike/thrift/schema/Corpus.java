package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.IdlSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The IDL texts under {@code src/test/resources/idl}; every text may include those of {@code good/includes} and itself. */
final class Corpus {

    static final Path ROOT = Path.of("src/test/resources/idl");

    private Corpus() {}

    static List<Path> files(String directory) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".thrift"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IdlSources sources(Path file) {
        Map<String, String> includes = new HashMap<>();
        for (Path included : files("good/includes")) {
            includes.put(included.getFileName().toString(), read(included));
        }
        return new IdlSources(file.getFileName().toString(), read(file), includes);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
