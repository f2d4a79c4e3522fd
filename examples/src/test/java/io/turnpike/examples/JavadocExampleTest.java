package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the Javadoc of the connector, which knows no Thrift, is compiled here, where Thrift is. */
class JavadocExampleTest {

    private static final Path CLIENT =
            Path.of("../connector-client/src/main/java/io/turnpike/connector/GatewayClient.java");

    @TempDir
    Path classes;

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static String example() throws Exception {
        String source = Files.readString(CLIENT, StandardCharsets.UTF_8);
        int begin = source.indexOf("<pre>{@code\n") + "<pre>{@code\n".length();
        return source.substring(begin, source.indexOf("}</pre>", begin))
                .lines()
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void example_asInTheJavadoc_compiles() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        Iterable<? extends JavaFileObject> sources = List.of(new Source("AssetServer", example()));
        assertThat(compiler.getTask(errors, null, null, options, null, sources).call())
                .as("%s", errors)
                .isTrue();
        assertThat(classes.resolve("AssetServer.class")).exists();
    }
}
