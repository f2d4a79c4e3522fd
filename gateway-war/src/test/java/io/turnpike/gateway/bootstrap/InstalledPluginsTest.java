package io.turnpike.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.admin.LogLines;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.chain.KnownPlugin;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.schema.PlainPlugin;
import io.turnpike.gateway.schema.TestPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledPluginsTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Plugin BUILT_IN = new TestPlugin("built-in", "true", Phase.LOG);
    private static final Plugin BEAN = new TestPlugin("bean", "true", Phase.LOG);

    /** What jars of the tests have as their plugin. */
    public static final class InJar extends PlainPlugin {

        @Override
        public String name() {
            return "in-jar";
        }
    }

    @TempDir
    Path directory;

    /** The application without the class that only the jar is to have. */
    private static final class Application extends ClassLoader {

        Application() {
            super(InstalledPluginsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(InJar.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private void jar(String file, String provider) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve(file)))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(provider.getBytes(StandardCharsets.UTF_8));
            String path = InJar.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(path));
            try (InputStream in = Objects.requireNonNull(
                    InstalledPluginsTest.class.getClassLoader().getResourceAsStream(path))) {
                in.transferTo(jar);
            }
        }
    }

    private InstalledPlugins find() {
        return find(BEAN);
    }

    private InstalledPlugins find(Plugin... beans) {
        return InstalledPlugins.find(
                List.of(BUILT_IN), List.of(beans), directory, new Application(), new PluginQuestions(TIMEOUT));
    }

    @Test
    void find_noDirectory_hasTheOthers() {
        directory = directory.resolve("none");
        try (InstalledPlugins installed = find()) {
            assertThat(installed.all()).extracting(KnownPlugin::origin).containsExactly(BUILT_IN, BEAN);
        }
    }

    @Test
    void find_oneThatFailsToTellWhatItIs_leavesItOutWithALine() {
        Plugin bad = new PlainPlugin() {
            @Override
            public String name() {
                throw new IllegalStateException("no name today");
            }
        };
        try (LogLines log = new LogLines(InstalledPlugins.class);
                InstalledPlugins installed = find(bad, BEAN)) {
            assertThat(installed.all()).extracting(Plugin::name).containsExactly("built-in", "bean");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("is left out: its name() fails") && line.contains("no name today"));
        }
    }

    @Test
    void find_oneThatNeverTellsItsName_leavesItOutWithALineOfClassAndPlace() {
        Semaphore held = new Semaphore(0);
        Plugin silent = new PlainPlugin() {
            @Override
            public String name() {
                held.acquireUninterruptibly();
                return "silent";
            }
        };
        try (LogLines log = new LogLines(InstalledPlugins.class);
                InstalledPlugins installed = find(silent, BEAN)) {
            assertThat(installed.all()).extracting(Plugin::name).containsExactly("built-in", "bean");
            assertThat(log.lines())
                    .containsExactly("WARNING The plugin " + silent.getClass().getName()
                            + " is left out: its name() has not answered within 500 ms (a bean)");
        }
        held.release();
    }

    @Test
    void find_oneWithoutPhasesOrWithoutAUsableSchema_leavesItOutAndSaysWhy() {
        try (LogLines log = new LogLines(InstalledPlugins.class);
                InstalledPlugins installed = find(
                        new TestPlugin("idle", "true"),
                        new TestPlugin("broken", "{", Phase.LOG),
                        new TestPlugin("odd", "{\"type\":\"objekt\"}", Phase.LOG))) {
            assertThat(installed.all()).extracting(Plugin::name).containsExactly("built-in");
            String leftOut = "WARNING The plugin " + TestPlugin.class.getName() + " is left out: ";
            assertThat(log.lines())
                    .satisfiesExactly(
                            idle -> assertThat(idle)
                                    .isEqualTo(leftOut
                                            + "it has no phases, so there is nothing that it could be asked (a bean)"),
                            broken -> assertThat(broken).startsWith(leftOut + "its schema cannot be used: not JSON"),
                            odd -> assertThat(odd)
                                    .startsWith(leftOut + "its schema cannot be used: it is no JSON Schema"));
        }
    }

    @Test
    void tell_oneThatTheCatalogueLeavesOut_isNotAmongThoseThatAreIn() {
        Plugin second = new TestPlugin("bean", "true", Phase.ACCESS);
        try (LogLines log = new LogLines(InstalledPlugins.class);
                InstalledPlugins installed = find(BEAN, second, new TestPlugin("No Name", "true", Phase.LOG))) {
            installed.tell(new PluginCatalogue(installed.all(), Set.of(), oddity -> {}));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("bean 1.2 (a bean)")
                    .doesNotContain("No Name");
        }
    }

    @Test
    void find_jarsGoodAndBad_leavesOutWhatCannotBeLoadedAndClosesThem() throws Exception {
        jar("b.jar", InJar.class.getName() + "\n");
        jar("a.jar", "com.example.Missing\n");
        Files.writeString(directory.resolve("c.jar"), "no jar");
        Files.writeString(directory.resolve("notes.txt"), "no jar either");
        byte[] whole = Files.readAllBytes(directory.resolve("b.jar"));
        Files.write(directory.resolve("d.jar"), Arrays.copyOf(whole, whole.length / 2));
        Plugin found;
        try (LogLines log = new LogLines(InstalledPlugins.class);
                LogLines ofJars = new LogLines(PluginJars.class);
                InstalledPlugins installed = find()) {
            assertThat(log.lines())
                    .anyMatch(line -> line.equals("SEVERE A plugin of " + directory.resolve("a.jar")
                            + " cannot be loaded and is left out: " + Plugin.class.getName()
                            + ": Provider com.example.Missing not found"));
            assertThat(ofJars.lines())
                    .anyMatch(line -> line.contains("The plugins of " + directory.resolve("c.jar") + " are left out"))
                    .anyMatch(line -> line.contains("The plugins of " + directory.resolve("d.jar") + " are left out"));
            assertThat(installed.all()).extracting(Plugin::name).containsExactly("built-in", "bean", "in-jar");
            found = installed.all().get(2).origin();
            assertThat(found.getClass()).isNotEqualTo(InJar.class);
        }
        ClassLoader closed = found.getClass().getClassLoader();
        assertThat(closed.getResource("META-INF/services/" + Plugin.class.getName()))
                .isNull();
        assertThatThrownBy(() -> closed.loadClass("com.example.Other")).isInstanceOf(ClassNotFoundException.class);
    }
}
