package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a jar that is built as Payara Micro's is; the server itself is tested by {@code it-tests}. */
class UnpackedServerTest {

    private static final String PARSER = "org/glassfish/grizzly/http/util/CookieHeaderParser";

    @TempDir
    Path directory;

    private Path original;
    private Path unpacked;

    @BeforeEach
    void makeServer() throws IOException {
        original = directory.resolve("payara-micro.jar");
        unpacked = directory.resolve("new/unpacked");
        Path classes = directory.resolve("classes");
        compile(
                classes,
                PARSER,
                "static boolean[] table = new boolean[256]; static { table[0xfc] = true; }"
                        + "public static boolean isText(int c) { try { return table[c]; } catch (RuntimeException e) { return false; } }");
        compile(
                classes,
                "fish/payara/micro/impl/PayaraMicroImpl",
                "public static void main(String[] arguments) { System.out.println(String.join(\" \", arguments)"
                        + " + \" \" + org.glassfish.grizzly.http.util.CookieHeaderParser.isText((byte) 0xfc)"
                        + " + \" \" + System.getProperty(\"fish.payara.micro.BootJar\") + \" \" + System.getProperty(\"fish.payara.micro.UnpackDir\")"
                        + " + \" \" + System.getProperty(\"java.util.logging.manager\"));"
                        + "if (arguments.length == 0) throw new IllegalStateException(\"no arguments\"); }");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "fish.payara.micro.PayaraMicro");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
        Map<String, byte[]> content = new TreeMap<>();
        content.put("MICRO-INF/runtime/web.jar", jar(Map.of(PARSER + ".class", bytes(classes, PARSER))));
        content.put("MICRO-INF/runtime/connector.rar", new byte[] {1});
        content.put("MICRO-INF/runtime/.gitkeep", new byte[0]);
        content.put(
                "MICRO-INF/lib/core.jar",
                jar(Map.of(
                        "fish/payara/micro/impl/PayaraMicroImpl.class",
                        bytes(classes, "fish/payara/micro/impl/PayaraMicroImpl"))));
        content.put("MICRO-INF/domain/", new byte[0]);
        content.put("MICRO-INF/domain/domain.xml", "<domain/>".getBytes(StandardCharsets.UTF_8));
        content.put("fish/payara/micro/PayaraMicro.class", new byte[] {2});
        try (OutputStream file = Files.newOutputStream(original);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            write(content, out);
        }
    }

    @Test
    void write_server_runsWithMendedClassesAndItsArguments() throws Exception {
        UnpackedServer.main(new String[] {original.toString(), unpacked.toString()});

        Path jar = unpacked.resolve(UnpackedServer.JAR);
        assertThat(run(jar, "--port", "4200"))
                .isEqualTo("--port 4200 true " + jar.toUri() + " " + unpacked + " " + LastingLogManager.class.getName()
                        + "\n0");
        assertThat(run(jar))
                .contains("Exception in thread \"main\" java.lang.IllegalStateException: no arguments")
                .doesNotContain("InvocationTargetException")
                .endsWith("\n1");
    }

    @Test
    void write_server_hasItsLibrariesBesideItAndTheRestInTheJar() throws IOException {
        new UnpackedServer(original, unpacked).write();

        assertThat(files())
                .containsExactly("runtime/connector.rar", "runtime/core.jar", "runtime/web.jar", "server.jar");
        try (JarFile jar = new JarFile(unpacked.resolve(UnpackedServer.JAR).toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains(
                            PARSER + ".class",
                            "MICRO-INF/domain/",
                            "MICRO-INF/domain/domain.xml",
                            "fish/payara/micro/PayaraMicro.class")
                    .noneMatch(name -> name.endsWith(".jar") || name.endsWith(".rar"));
            Attributes main = jar.getManifest().getMainAttributes();
            assertThat(main.getValue("Add-Opens")).isEqualTo("java.base/java.lang");
            assertThat(main.getValue("Class-Path").split(" "))
                    .containsExactly("runtime/core.jar", "runtime/connector.rar", "runtime/web.jar");
        }
    }

    @Test
    void write_again_leavesLibrariesAndWritesTheSameJar() throws IOException {
        UnpackedServer server = new UnpackedServer(original, unpacked);
        server.write();
        byte[] first = Files.readAllBytes(unpacked.resolve(UnpackedServer.JAR));
        Path library = unpacked.resolve("runtime/web.jar");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(library, time);

        server.write();

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(time);
        assertThat(Files.readAllBytes(unpacked.resolve(UnpackedServer.JAR))).isEqualTo(first);
        assertThat(files()).hasSize(4);
    }

    @Test
    void write_noSuchJar_saysSo() {
        assertThatThrownBy(() -> new UnpackedServer(directory.resolve("none.jar"), unpacked).write())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.jar");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(unpacked)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> unpacked.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** What it prints, and its exit status. */
    private static String run(Path jar, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + process.waitFor();
    }

    private static void compile(Path classes, String name, String members) throws IOException {
        String simple = name.substring(name.lastIndexOf('/') + 1);
        Path source = classes.resolve(name + ".java");
        Files.createDirectories(source.getParent());
        String packageName = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
        Files.writeString(source, "package " + packageName + "; public class " + simple + " { " + members + " }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classes.toString(), "-d", classes.toString(), source.toString()))
                .isZero();
    }

    private static byte[] bytes(Path classes, String name) throws IOException {
        return Files.readAllBytes(classes.resolve(name + ".class"));
    }

    private static byte[] jar(Map<String, byte[]> content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            write(content, out);
        }
        return bytes.toByteArray();
    }

    private static void write(Map<String, byte[]> content, JarOutputStream out) throws IOException {
        for (Map.Entry<String, byte[]> entry : content.entrySet()) {
            out.putNextEntry(new ZipEntry(entry.getKey()));
            out.write(entry.getValue());
            out.closeEntry();
        }
    }
}
