package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/plugins-builtin.md} and {@code docs/plugins-more.md} say of each plugin. */
class BuiltInDocumentationTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static List<Plugin> all() {
        List<Plugin> all = new ArrayList<>(BuiltInPlugins.all());
        all.addAll(ConnectedPlugins.all(new RedisConnections()));
        return all;
    }

    @ParameterizedTest
    @MethodSource("all")
    void examples_areTakenAsPasted(Plugin plugin) throws IOException {
        List<String> examples = new ArrayList<>();
        for (Matcher block = EXAMPLE.matcher(section(plugin)); block.find(); ) {
            examples.add(block.group(1));
        }

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            Validator.Result result = new ValidatorFactory()
                    .withJsonNodeFactory(new GsonNode.Factory())
                    .validate(plugin.schema(), example);
            assertThat(result.isValid())
                    .as("%s", result.getErrors().stream().map(Object::toString).toList())
                    .isTrue();
            assertThat(Plugins.faults(plugin, example)).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void table_hasItsPriorityAndPhases(Plugin plugin) throws IOException {
        String phases = String.join(
                ", ",
                plugin.phases().stream()
                        .sorted()
                        .map(phase -> phase.word().replace('_', ' '))
                        .toList());

        assertThat(text()).contains("| [`%s`](#%1$s) | %d | %s |".formatted(plugin.name(), plugin.priority(), phases));
    }

    private static String section(Plugin plugin) throws IOException {
        String text = text();
        int begin = text.indexOf("\n## " + plugin.name() + "\n");
        assertThat(begin).as("the section of %s", plugin.name()).isPositive();
        int end = text.indexOf("\n## ", begin + 1);
        return end < 0 ? text.substring(begin) : text.substring(begin, end);
    }

    private static String text() throws IOException {
        Path docs = Path.of("..", "docs");
        return Files.readString(docs.resolve("plugins-builtin.md")) + Files.readString(docs.resolve("plugins-more.md"));
    }
}
