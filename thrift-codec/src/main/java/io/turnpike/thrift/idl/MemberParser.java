package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses what stands inside structs, enums and services; goes on with the next member after a fault. */
final class MemberParser {

    private final TokenReader tokens;
    private final ValueParser values;
    private final Recovery recovery;
    private int attributeDepth;

    MemberParser(TokenReader tokens, ValueParser values, Recovery recovery) {
        this.tokens = tokens;
        this.values = values;
        this.recovery = recovery;
    }

    /** Parses one member; null if there was nothing worth keeping. */
    private interface Member<T> {
        T parse();
    }

    private <T> List<T> members(char close, String what, Member<T> member) {
        List<T> found = new ArrayList<>();
        while (!tokens.takeIf(close)) {
            int start = tokens.peek().offset();
            if (tokens.atEnd() || tokens.peek().isSymbol('}') || (recovery.atDefinition() && tokens.startsLine())) {
                throw tokens.unexpected(what + " or '" + close + "'");
            }
            try {
                found.add(member.parse());
                tokens.skipSeparator();
            } catch (SyntaxFault fault) {
                recovery.toMember(start, close);
            }
        }
        return found;
    }

    /** Fields up to and including the closing bracket. */
    List<FieldDeclaration> fields(char close) {
        ImplicitIds ids = new ImplicitIds();
        return members(close, "a field", () -> field(ids));
    }

    /** Hands out the numbers of fields that have none: -1, -2, ... */
    private static final class ImplicitIds {
        private int next = -1;
    }

    private FieldDeclaration field(ImplicitIds ids) {
        Token first = tokens.peek();
        long id = 0;
        if (first.kind() == Token.Kind.INTEGER) {
            id = tokens.take().integer();
            tokens.expect(':', "after the field number");
        }
        if (id <= 0) {
            // What the Apache compiler does unless told --allow-neg-keys: a number that is not positive is not used.
            id = ids.next--;
        }
        FieldDeclaration.Presence presence = FieldDeclaration.Presence.UNSAID;
        if (tokens.takeIf("required")) {
            presence = FieldDeclaration.Presence.REQUIRED;
        } else if (tokens.takeIf("optional")) {
            presence = FieldDeclaration.Presence.OPTIONAL;
        }
        TypeReference type = values.type();
        tokens.takeIf('&');
        Token name = fieldName();
        ConstValue defaultValue = tokens.takeIf('=') ? values.constant() : null;
        xsdTail();
        Map<String, String> annotations = values.annotations();
        return new FieldDeclaration(
                name.offset(), id, first.offset(), presence, type, name.text(), defaultValue, annotations, first.doc());
    }

    private Token fieldName() {
        Token name = tokens.peek();
        if (name.kind() == Token.Kind.IDENTIFIER
                && Words.isReserved(name.text())
                && !Words.isReservedInFields(name.text())
                && !(recovery.atDefinition() && tokens.startsLine())) {
            return tokens.take();
        }
        return tokens.expectName("field name");
    }

    private void xsdTail() {
        tokens.takeIf("xsd_optional");
        tokens.takeIf("xsd_nillable");
        if (tokens.takeIf("xsd_attrs")) {
            if (attributeDepth == IdlParser.MAX_DEPTH) {
                throw tokens.unexpected("xsd_attrs nested at most " + IdlParser.MAX_DEPTH + " levels deep");
            }
            tokens.expect('{', "after 'xsd_attrs'");
            attributeDepth++;
            try {
                fields('}');
            } finally {
                attributeDepth--;
            }
        }
    }

    List<EnumValueDeclaration> enumValues() {
        long[] last = {-1};
        return members('}', "an enum value", () -> enumValue(last));
    }

    private EnumValueDeclaration enumValue(long[] last) {
        Token name = tokens.expectDottedName("an enum value");
        long number = last[0] + 1;
        int at = name.offset();
        if (tokens.takeIf('=')) {
            Token value = tokens.peek();
            if (value.kind() != Token.Kind.INTEGER) {
                throw tokens.unexpected("an integer");
            }
            number = tokens.take().integer();
            at = value.offset();
        } else if (name.text().indexOf('.') >= 0) {
            tokens.fault(at, "enum value '" + name.text() + "' has a dot (expected: letters, digits and _)");
        }
        if (number != (int) number) {
            tokens.fault(at, "enum value " + name.text() + " = " + number + " (expected: -2147483648 to 2147483647)");
            number = 0;
        }
        last[0] = number;
        return new EnumValueDeclaration(name.offset(), name.text(), (int) number, values.annotations(), name.doc());
    }

    List<String> senumValues() {
        return members(
                '}', "a text", () -> tokens.expectLiteral("a text in quotes").text());
    }

    List<FunctionDeclaration> functions() {
        return members('}', "a function", this::function);
    }

    private FunctionDeclaration function() {
        String doc = tokens.peek().doc();
        boolean oneway = tokens.takeIf("oneway") || tokens.takeIf("async");
        @Nullable TypeReference returns = tokens.takeIf("void") ? null : values.type();
        Token name = tokens.expectName("function name");
        tokens.expect('(', "after the function name");
        List<FieldDeclaration> arguments = fields(')');
        List<FieldDeclaration> exceptions = List.of();
        if (tokens.takeIf("throws")) {
            tokens.expect('(', "after 'throws'");
            exceptions = fields(')');
        }
        Map<String, String> annotations = values.annotations();
        return new FunctionDeclaration(
                name.offset(), name.text(), oneway, returns, arguments, exceptions, annotations, doc);
    }
}
