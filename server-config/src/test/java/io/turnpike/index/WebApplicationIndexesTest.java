package io.turnpike.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebApplicationIndexesTest {

    private static final LocalDateTime TIME = LocalDateTime.parse("2026-11-21T00:00:00");
    private static final LocalDateTime EARLIER = LocalDateTime.parse("2020-02-02T02:02:02");
    private static final String INDEX = "META-INF/jandex.idx";
    private static final String CLASS = ClassIndex.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path application;

    private Path jar;
    private Path classes;

    @BeforeEach
    void makeDirectories() throws IOException {
        jar = Files.createDirectories(application.resolve("WEB-INF/lib")).resolve("some.jar");
        classes = Files.createDirectories(application.resolve("WEB-INF/classes"));
    }

    @Test
    void jar_withoutIndex_getsOneAsItsLastEntryAndKeepsTheRest() throws IOException {
        writeJar("META-INF/MANIFEST.MF", "z.txt", CLASS, "a.txt");
        FileTime modified = FileTime.from(Instant.parse("2021-01-01T00:00:00Z"));
        Files.setLastModifiedTime(jar, modified);

        write();

        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(modified);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            assertThat(entries)
                    .extracting(ZipEntry::getName)
                    .containsExactly("META-INF/MANIFEST.MF", "z.txt", CLASS, "a.txt", INDEX);
            assertThat(entries)
                    .extracting(ZipEntry::getTimeLocal)
                    .containsExactly(EARLIER, EARLIER, EARLIER, EARLIER, TIME);
            assertThat(zip.getInputStream(zip.getEntry(CLASS)).readAllBytes()).isEqualTo(content(CLASS));
            assertKnowsTheClass(zip.getInputStream(zip.getEntry(INDEX)).readAllBytes());
        }
    }

    @Test
    void jar_withIndex_isLeftAlone() throws IOException {
        writeJar(CLASS);
        write();
        byte[] once = Files.readAllBytes(jar);

        write();

        assertThat(jar).hasBinaryContent(once);
    }

    @Test
    void jar_thatIsSigned_isLeftAlone() throws IOException {
        writeJar("META-INF/SOMEBODY.SF", CLASS);
        byte[] before = Files.readAllBytes(jar);

        write();

        assertThat(jar).hasBinaryContent(before);
    }

    @Test
    void jar_withWhatIsNoClass_isAFaultThatNamesBoth() throws IOException {
        writeJar("not/a/Really.class");

        assertThatThrownBy(this::write)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("some.jar", "not/a/Really.class");
    }

    @Test
    void classes_thatHaveChanged_areIndexedAnew() throws IOException {
        write();
        Path file = classes.resolve(CLASS);
        Files.createDirectories(file.getParent());
        Files.write(file, content(CLASS));

        write();

        assertKnowsTheClass(Files.readAllBytes(classes.resolve(INDEX)));
    }

    private void write() throws IOException {
        new WebApplicationIndexes(application, TIME).write();
    }

    private static void assertKnowsTheClass(byte[] index) throws IOException {
        assertThat(new IndexReader(new ByteArrayInputStream(index)).read().getKnownClasses())
                .extracting(known -> known.name())
                .containsExactly(DotName.createSimple(ClassIndex.class));
    }

    private void writeJar(String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(EARLIER);
                zip.putNextEntry(entry);
                zip.write(content(name));
                zip.closeEntry();
            }
        }
    }

    private static byte[] content(String name) throws IOException {
        if (!name.equals(CLASS)) {
            return name.getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream in = ClassIndex.class.getResourceAsStream("/" + CLASS)) {
            return in.readAllBytes();
        }
    }
}
