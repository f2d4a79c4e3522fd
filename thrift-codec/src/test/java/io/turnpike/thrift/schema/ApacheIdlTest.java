package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All IDL files of the Apache Thrift sources, as the Go module github.com/apache/thrift has them: those of its cross-language
 * tests, its libraries' tests and its tutorials. Each is taken, or not, as the stock compiler does, and means the same.
 *
 * <p>They are looked for where the system property or environment variable {@code APACHE_THRIFT_SOURCES} says, else where the
 * Go module of this version would be in the module cache; skipped if they are in neither place.
 */
class ApacheIdlTest {

    private static final String SOURCES = "APACHE_THRIFT_SOURCES";
    private static final String MODULE = "github.com/apache/thrift@v0.17.0";
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*include\\s+[\"']([^\"'\n]+)[\"']");

    private static ThriftCompiler compiler;
    private static Path sources;

    @TempDir
    Path directory;

    private final Map<String, Path> byBaseName = new HashMap<>();

    @BeforeAll
    static void find() throws Exception {
        compiler = ThriftCompiler.find();
        sources = findSources();
    }

    private static Path findSources() throws Exception {
        String given = System.getProperty(SOURCES, System.getenv(SOURCES));
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        Path cached = goModuleCache().resolve(MODULE);
        if (!Files.isDirectory(cached)) {
            String missing = "no Apache Thrift sources: neither " + SOURCES + " nor " + cached
                    + " (go mod download in it-tests/go-peers/thrifttest puts them there)";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing + ", and CI must not skip the comparison with them");
            }
            abort(missing + "; comparison with them skipped");
        }
        return cached;
    }

    private static Path goModuleCache() {
        String cache = System.getenv("GOMODCACHE");
        if (cache != null) {
            return Path.of(cache);
        }
        String gopath = System.getenv("GOPATH");
        Path root = gopath == null ? Path.of(System.getProperty("user.home"), "go") : Path.of(gopath);
        return root.resolve("pkg").resolve("mod");
    }

    @Test
    void compile_everyFile_isTakenAsByTheCompilerAndMeansTheSame() throws Exception {
        List<Path> files = files();
        Map<String, String> differences = new TreeMap<>();
        int same = 0;
        for (Path file : files) {
            String difference = difference(file);
            if (difference.isEmpty()) {
                same++;
            } else {
                differences.put(sources.relativize(file).toString(), difference);
            }
        }

        System.getLogger(ApacheIdlTest.class.getName())
                .log(System.Logger.Level.INFO, same + " of " + files.size() + " files are understood the same");
        assertThat(files).hasSizeGreaterThan(100);
        differences.keySet().removeIf(ApacheIdlTest::hasWordsOfTargetLanguages);
        assertThat(differences).isEqualTo(Map.of());
    }

    /** The compiler refuses names that are words of some target language ({@code return}, {@code from}); see docs/idl.md. */
    private static boolean hasWordsOfTargetLanguages(String file) {
        return file.contains("keyword-samples") || file.endsWith("test/py/explicit_module/test3.thrift");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".thrift"))
                    .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()))
                    .toList();
            files.forEach(file -> byBaseName.putIfAbsent(file.getFileName().toString(), file));
            return files;
        }
    }

    /** What is understood in another way; empty if nothing is. */
    private String difference(Path file) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Set<Path> directories = new LinkedHashSet<>();
        collectIncludes(file, texts, directories);
        Path output = Files.createTempDirectory(directory, "gen");
        boolean taken = compiler.generate(file, output, directories);
        String name = file.getFileName().toString();
        IdlSources idl = new IdlSources(name, read(file), texts);
        try {
            ThriftSchema schema = ThriftSchema.compile(idl);
            if (!taken) {
                return "taken, but not by the compiler";
            }
            Map<String, Map<String, Object>> programs = ThriftCompiler.programs(output);
            String program = name.replace(".thrift", "");
            SchemaComparison comparison = new SchemaComparison(programs);
            comparison.compare(program, schema);
            comparison.compareDeclarations(program, Linker.link(idl, new FaultCollector()));
            return "";
        } catch (IdlException e) {
            return taken ? "refused: " + e.getMessage() : "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void collectIncludes(Path file, Map<String, String> texts, Set<Path> directories) throws IOException {
        Matcher matcher = INCLUDE.matcher(read(file));
        while (matcher.find()) {
            String path = matcher.group(1);
            Path included = file.resolveSibling(path);
            if (!Files.exists(included)) {
                included = byBaseName.get(included.getFileName().toString());
                if (included != null) {
                    directories.add(included.getParent());
                }
            }
            if (included != null && texts.putIfAbsent(path, read(included)) == null) {
                collectIncludes(included, texts, directories);
            }
        }
    }

    private static String read(Path file) throws IOException {
        // As our parser is given texts: what is no UTF-8 is replaced.
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
