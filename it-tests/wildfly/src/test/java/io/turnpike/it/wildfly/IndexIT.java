package io.turnpike.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.GatewaySetup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The indexes that WildFly reads at a deployment instead of every class: each knows what it stands for. */
final class IndexIT {

    private static final String INDEX = "META-INF/jandex.idx";
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String VERSIONS = "META-INF/versions/[0-9]+/";
    private static final String CLASS = ".class";

    @ParameterizedTest
    @ValueSource(strings = {"turnpike.it.war", "turnpike.it.registry-proxy"})
    void war_asItIsPackaged_hasAnIndexOfAllClassesOfEachJarAndOfItsOwn(String property) throws IOException {
        assertIndexed(Files.readAllBytes(Path.of(GatewaySetup.property(property))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.war", "registry-proxy.war"})
    void warInTheEar_asItIsPackaged_hasThemToo(String name) throws IOException {
        assertIndexed(entries(Files.readAllBytes(GatewaySetup.ear())).get(name));
    }

    private static void assertIndexed(byte[] war) {
        Map<String, byte[]> entries = entries(war);
        Map<String, byte[]> own = new HashMap<>();
        Map<String, Map<String, byte[]>> places = new TreeMap<>(Map.of(CLASSES, own));
        entries.forEach((name, bytes) -> {
            if (name.startsWith("WEB-INF/lib/") && name.endsWith(".jar")) {
                places.put(name, entries(bytes));
            } else if (name.startsWith(CLASSES)) {
                own.put(name.substring(CLASSES.length()), bytes);
            }
        });
        assertThat(places).hasSizeGreaterThan(5);
        assertThat(places).allSatisfy((place, files) -> {
            assertThat(files).as("index of %s", place).containsKey(INDEX);
            assertThat(indexed(files.get(INDEX))).as("classes of %s", place).isEqualTo(classes(files));
        });
    }

    private static Set<String> indexed(byte[] index) {
        try {
            return new IndexReader(new ByteArrayInputStream(index))
                    .read().getKnownClasses().stream()
                            .map(known -> known.name().toString())
                            .filter(name -> !name.equals("module-info"))
                            .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> classes(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(CLASS))
                .map(name -> name.replaceFirst("^" + VERSIONS, ""))
                .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                .filter(name -> !name.equals("module-info"))
                .collect(Collectors.toSet());
    }

    private static Map<String, byte[]> entries(byte[] archive) {
        Map<String, byte[]> entries = new HashMap<>();
        try (InputStream bytes = new ByteArrayInputStream(archive);
                ZipInputStream in = new ZipInputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
