package io.turnpike.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is read as it was; the YAML library is the judge of our own writing. */
class FormatTest {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final List<String> PIECES = List.of(
            "a",
            "service X {",
            "  ",
            " ",
            "\t",
            "\n",
            "\n",
            "\n\n",
            "\r",
            "#",
            "---",
            "...",
            ": ",
            "- ",
            "'",
            "\"",
            "\\",
            "%",
            "true",
            "null",
            "1",
            "1.5",
            "{",
            "}",
            "[",
            "|",
            ">",
            "&a",
            "*a",
            "!",
            "@",
            "`",
            "é",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\u0000",
            "\u007f",
            "😀",
            "~",
            "/path/{id}",
            "yes",
            "=",
            "<<",
            "?",
            "0x1f",
            "1_000",
            "2001-01-01");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static JsonValue value(Random random, int depth) {
        switch (random.nextInt(depth > 3 ? 5 : 8)) {
            case 0:
                return JsonValue.NULL;
            case 1:
                return random.nextBoolean() ? JsonValue.TRUE : JsonValue.FALSE;
            case 2:
                return JSON.createValue(random.nextLong());
            case 3, 4:
                return JSON.createValue(text(random));
            case 5:
                JsonArrayBuilder array = JSON.createArrayBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth + 1));
                }
                return array.build();
            default:
                JsonObjectBuilder object = JSON.createObjectBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.add(text(random), value(random, depth + 1));
                }
                return object.build();
        }
    }

    @Test
    void write_anyValue_isReadAsItWas() throws MalformedFile {
        Random random = new Random(20261121);
        for (int i = 0; i < 3_000; i++) {
            JsonValue value = value(random, 0);
            for (Format format : List.of(new YamlFormat(), new JsonFormat())) {
                String written = format.write(value);
                try {
                    assertThat(format.read(written).value()).as("%s", written).isEqualTo(value);
                } catch (MalformedFile e) {
                    throw new AssertionError(e.place() + " " + e.reason() + " in\n" + written, e);
                }
            }
        }
    }

    @Test
    void places_jsonAndYaml_areWhereValuesBegin() throws MalformedFile {
        Source json = new JsonFormat().read("{\n  \"a/b\" : [1, {\"\\u0063\":\n   \"x,]}\\\"\"}],\n\t\"d\":null}");
        assertThat(json.place("").orElseThrow()).hasToString("1:1");
        assertThat(json.place("/a~1b/0").orElseThrow()).hasToString("2:12");
        assertThat(json.place("/a~1b/1/c").orElseThrow()).hasToString("3:4");
        assertThat(json.place("/d").orElseThrow()).hasToString("4:6");
        assertThat(json.place("/d/none").orElseThrow()).hasToString("4:6");

        Source yaml = new YamlFormat().read("# c\na/b:\n  - 1\n  - c: |\n      x\n      y\n");
        assertThat(yaml.place("/a~1b/0").orElseThrow()).hasToString("3:5");
        Place block = yaml.place("/a~1b/1/c").orElseThrow();
        assertThat(block.line()).isEqualTo(4);
        assertThat(block.inside(2).line()).isEqualTo(6);
    }

    @Test
    void read_yamlThatJsonHasNot_isRefusedWithItsPlace() {
        refused("a: !!binary aGk=\n", 1, "tag");
        refused("a: 1\nb: !own {}\n", 2, "tag");
        refused("a: 1\na: 2\n", 2, "");
        refused("a: 1\n1: 2\n", 2, "key");
        refused("a: .nan\n", 1, "no number");
        refused("a: 1\n---\nb: 1\n", 2, "");
        refused("\ta: 1\n", 1, "");
        refused("a: \u0001\n", 1, "U+0001");
        refused("", 1, "nothing");
        refused("a: *none\n", 1, "");
        refused("[".repeat(500) + "]".repeat(500), 1, "");
        refused("a: &a [*a]\n", 1, "");
    }

    @Test
    void read_yamlThatUnfoldsWithoutEnd_isRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        assertThatThrownBy(() -> new YamlReader(5_000).read(bomb.toString()))
                .isInstanceOf(MalformedFile.class)
                .hasMessageContaining("too many values");
    }

    @Test
    void read_deepJson_isRefused() {
        assertThatThrownBy(() -> new JsonFormat().read("[".repeat(100_000))).isInstanceOf(MalformedFile.class);
    }

    private static void refused(String text, int line, String message) {
        assertThatThrownBy(() -> new YamlFormat().read(text))
                .as("%s", text)
                .isInstanceOfSatisfying(
                        MalformedFile.class, e -> assertThat(e.place().line()).isEqualTo(line))
                .hasMessageContaining(message);
    }
}
