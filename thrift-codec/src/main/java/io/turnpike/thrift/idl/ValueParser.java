package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses types, constants and annotations. Depth is bounded, so recursion is. */
final class ValueParser {

    private final TokenReader tokens;

    ValueParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    TypeReference type() {
        return type(1);
    }

    private TypeReference type(int depth) {
        Token first = tokens.peek();
        if (depth > IdlParser.MAX_DEPTH) {
            tokens.fault(first.offset(), "type is nested deeper than " + IdlParser.MAX_DEPTH + " levels");
            throw SyntaxFault.INSTANCE;
        }
        if (first.kind() == Token.Kind.IDENTIFIER) {
            if (first.text().equals("list")
                    || first.text().equals("set")
                    || first.text().equals("map")) {
                return container(depth);
            }
            if (Words.BASE_TYPES.contains(first.text())) {
                tokens.take();
                annotations();
                return new TypeReference.Base(first.offset(), first.text());
            }
            if (first.text().equals("void")) {
                tokens.take();
                tokens.fault(first.offset(), "void is no type of a value (expected: void as a return type only)");
                return new TypeReference.Base(first.offset(), "i32");
            }
            if (!Words.isReserved(first.text())) {
                tokens.take();
                return new TypeReference.Named(first.offset(), first.text());
            }
        }
        throw tokens.unexpected("a type");
    }

    private TypeReference container(int depth) {
        Token word = tokens.take();
        cppType();
        tokens.expect('<', "after '" + word.text() + "'");
        TypeReference element = type(depth + 1);
        TypeReference container;
        if (word.text().equals("map")) {
            tokens.expect(',', "between the key and the value type of a map");
            container = new TypeReference.MapOf(word.offset(), element, type(depth + 1));
        } else if (word.text().equals("set")) {
            container = new TypeReference.SetOf(word.offset(), element);
        } else {
            container = new TypeReference.ListOf(word.offset(), element);
        }
        tokens.expect('>', "after the element type of a " + word.text());
        if (word.text().equals("list")) {
            cppType();
        }
        annotations();
        return container;
    }

    private void cppType() {
        if (tokens.takeIf("cpp_type")) {
            tokens.expectLiteral("the C++ type in quotes");
        }
    }

    /** The annotations that follow, if any; one without value is {@code "1"}, the last of a name counts. */
    Map<String, String> annotations() {
        if (!tokens.takeIf('(')) {
            return Map.of();
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        while (!tokens.takeIf(')')) {
            Token name = tokens.expectDottedName("an annotation name or ')'");
            String value = tokens.takeIf('=')
                    ? tokens.expectLiteral("the annotation's value in quotes").text()
                    : "1";
            annotations.put(name.text(), value);
            tokens.skipSeparator();
        }
        return annotations;
    }

    ConstValue constant() {
        return constant(1);
    }

    private ConstValue constant(int depth) {
        Token first = tokens.peek();
        if (depth > IdlParser.MAX_DEPTH) {
            tokens.fault(first.offset(), "constant is nested deeper than " + IdlParser.MAX_DEPTH + " levels");
            throw SyntaxFault.INSTANCE;
        }
        int at = first.offset();
        switch (first.kind()) {
            case INTEGER -> {
                return new ConstValue.Whole(at, tokens.take().integer());
            }
            case DOUBLE -> {
                return new ConstValue.Decimal(at, tokens.take().decimal());
            }
            case LITERAL -> {
                return new ConstValue.Text(at, tokens.take().text());
            }
            case IDENTIFIER -> {
                return new ConstValue.Name(
                        at, tokens.expectDottedName("a constant").text());
            }
            case SYMBOL -> {
                if (tokens.takeIf('[')) {
                    return items(at, depth);
                }
                if (tokens.takeIf('{')) {
                    return entries(at, depth);
                }
            }
            case END -> {}
        }
        throw tokens.unexpected("a constant");
    }

    private ConstValue items(int at, int depth) {
        List<ConstValue> values = new ArrayList<>();
        while (!tokens.takeIf(']')) {
            values.add(constant(depth + 1));
            tokens.skipSeparator();
        }
        return new ConstValue.Items(at, values);
    }

    private ConstValue entries(int at, int depth) {
        List<ConstValue.Entry> entries = new ArrayList<>();
        while (!tokens.takeIf('}')) {
            ConstValue key = constant(depth + 1);
            tokens.expect(':', "between key and value");
            entries.add(new ConstValue.Entry(key, constant(depth + 1)));
            tokens.skipSeparator();
        }
        return new ConstValue.Entries(at, entries);
    }
}
