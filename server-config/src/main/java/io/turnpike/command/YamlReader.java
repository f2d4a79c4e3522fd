package io.turnpike.command;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML 1.2 with its JSON schema: {@code yes} and {@code 1.2.3} are texts, {@code 1.2} is a number. An anchor may be used again, but
 * what comes of it has a limit. For one use.
 */
final class YamlReader {

    /** Looked up once: {@code Json} does so at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int MAX_DEPTH = 100;
    private static final int MAX_VALUES = 2_000_000;

    private final Map<String, Place> places = new HashMap<>();
    private final int maxValues;
    private int values;

    YamlReader() {
        this(MAX_VALUES);
    }

    /** @param maxValues how many values there may be, each use of an anchor counted */
    YamlReader(int maxValues) {
        this.maxValues = maxValues;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedFile if it is not one YAML document, or has what JSON has not: other tags, keys that are no texts, keys twice
     */
    Source read(String text) throws MalformedFile {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlReader::place)
                    .orElse(Place.at(1, 1));
            throw new MalformedFile(place, Shown.plain(e.getProblem()));
        } catch (ReaderException e) {
            throw new MalformedFile(
                    atCodePoint(text, e.getPosition()),
                    String.format("the character U+%04X may not stand in YAML", e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new MalformedFile(Place.at(1, 1), Shown.plain(String.valueOf(e.getMessage())));
        } catch (StackOverflowError e) {
            throw new MalformedFile(Place.at(1, 1), "it is nested too deeply");
        }
        if (root.isEmpty()) {
            throw new MalformedFile(Place.at(1, 1), "there is nothing in it");
        }
        return new Source(value(root.get(), "", 0), places);
    }

    private JsonValue value(Node node, String pointer, int depth) throws MalformedFile {
        Place place = place(node);
        if (depth > MAX_DEPTH) {
            throw new MalformedFile(place, "it is nested too deeply (expected: at most " + MAX_DEPTH + " levels)");
        }
        if (++values > maxValues) {
            throw new MalformedFile(place, "it has too many values (expected: at most " + maxValues + ")");
        }
        places.put(pointer, place);
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return object(mapping, pointer, depth);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            int i = 0;
            for (Node element : sequence.getValue()) {
                array.add(value(element, pointer + "/" + i++, depth + 1));
            }
            return array.build();
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, place);
        }
        throw new MalformedFile(place, "the tag " + Shown.text(node.getTag().getValue()) + " is not known here");
    }

    private JsonValue object(MappingNode mapping, String pointer, int depth) throws MalformedFile {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        Set<String> keys = new HashSet<>();
        for (NodeTuple member : mapping.getValue()) {
            Place place = place(member.getKeyNode());
            if (!(member.getKeyNode() instanceof ScalarNode key)
                    || !key.getTag().equals(Tag.STR)) {
                throw new MalformedFile(
                        place, "a key that is no text (expected: a text, in quotes where it looks otherwise)");
            }
            if (!keys.add(key.getValue())) {
                throw new MalformedFile(place, "the key " + Shown.text(key.getValue()) + " stands here again");
            }
            object.add(key.getValue(), value(member.getValueNode(), pointer + Source.step(key.getValue()), depth + 1));
        }
        return object.build();
    }

    private static JsonValue scalar(ScalarNode scalar, Place place) throws MalformedFile {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.createValue(text);
        }
        if (tag.equals(Tag.NULL)) {
            return JsonValue.NULL;
        }
        if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
            return text.equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                return JSON.createValue(new BigDecimal(text));
            } catch (NumberFormatException e) {
                throw new MalformedFile(place, Shown.text(text) + " is no number that JSON has");
            }
        }
        throw new MalformedFile(place, "the tag " + Shown.text(tag.getValue()) + " is not known here");
    }

    private static Place place(Node node) {
        Place start = node.getStartMark().map(YamlReader::place).orElse(Place.at(1, 1));
        boolean block = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.LITERAL;
        return new Place(start.line(), start.column(), block);
    }

    private static Place place(Mark mark) {
        return Place.at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Place atCodePoint(String text, int position) {
        int line = 1;
        int column = 1;
        int[] points = text.codePoints().limit(Math.max(0, position)).toArray();
        for (int point : points) {
            column = point == '\n' ? 1 : column + 1;
            line += point == '\n' ? 1 : 0;
        }
        return Place.at(line, column);
    }
}
