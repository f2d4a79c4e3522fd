package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses one IDL text: recursive descent over the grammar of the Apache Thrift compiler ({@code thrifty.yy}), and what older
 * and newer versions of it take. After a fault it goes on with the next field, function, enum value or definition, so that
 * all faults of a text are found at once. Time and memory are linear in the text, recursion is bounded by
 * {@link #MAX_DEPTH}.
 */
public final class IdlParser {

    /** How deep types and constants may be nested. */
    public static final int MAX_DEPTH = 64;

    private final SourceText source;
    private final TokenReader tokens;
    private final ValueParser values;
    private final Recovery recovery;
    private final MemberParser members;
    private final List<IncludeDeclaration> includes = new ArrayList<>();
    private final List<NamespaceDeclaration> namespaces = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Set<String> damaged = new HashSet<>();
    private @Nullable String declaring;

    private IdlParser(SourceText source, FaultCollector faults) {
        this.source = source;
        this.tokens = new TokenReader(source, faults);
        this.values = new ValueParser(tokens);
        this.recovery = new Recovery(tokens);
        this.members = new MemberParser(tokens, values, recovery);
    }

    /** Parses a text; what is wrong with it goes to {@code faults}, the rest is in the document. */
    public static IdlDocument parse(SourceText source, FaultCollector faults) {
        faults.open(source);
        return new IdlParser(source, faults).document();
    }

    private IdlDocument document() {
        while (!tokens.atEnd()) {
            declaring = null;
            int start = tokens.peek().offset();
            try {
                definition();
            } catch (SyntaxFault fault) {
                if (declaring != null) {
                    damaged.add(declaring);
                }
                if (tokens.peek().offset() == start) {
                    tokens.take();
                }
                recovery.toDefinition();
            }
        }
        return new IdlDocument(source, includes, namespaces, declarations, damaged, tokens.isTruncated());
    }

    private void definition() {
        Token first = tokens.peek();
        if (first.isSymbol(';') || first.isSymbol(',')) {
            tokens.take();
            return;
        }
        if (first.kind() != Token.Kind.IDENTIFIER) {
            throw tokens.unexpected("a definition");
        }
        switch (first.text()) {
            case "include" -> include();
            case "cpp_include" -> cppInclude();
            case "namespace" -> namespace();
            case "const" -> constant();
            case "typedef" -> typedef();
            case "enum" -> enumeration();
            case "senum" -> senum();
            case "struct" -> struct(StructDeclaration.Kind.STRUCT);
            case "union" -> struct(StructDeclaration.Kind.UNION);
            case "exception" -> struct(StructDeclaration.Kind.EXCEPTION);
            case "service" -> service();
            default -> {
                if (!Words.OLD_NAMESPACES.contains(first.text())) {
                    throw tokens.unexpected("a definition: struct, union, exception, enum, service, const, typedef,"
                            + " namespace or include");
                }
                oldNamespace();
            }
        }
    }

    private void include() {
        tokens.take();
        Token path = tokens.expectLiteral("a file name in quotes");
        includes.add(new IncludeDeclaration(path.offset(), path.text()));
    }

    private void cppInclude() {
        tokens.take();
        tokens.expectLiteral("a file name in quotes");
    }

    private void namespace() {
        int at = tokens.take().offset();
        String scope = tokens.takeIf('*')
                ? "*"
                : tokens.expectDottedName("a language or '*'").text();
        namespaces.add(new NamespaceDeclaration(at, scope, namespaceTarget()));
        values.annotations();
    }

    private void oldNamespace() {
        Token word = tokens.take();
        String scope = word.text().substring(0, word.text().indexOf('_'));
        namespaces.add(new NamespaceDeclaration(word.offset(), scope, namespaceTarget()));
    }

    private String namespaceTarget() {
        return tokens.peek().kind() == Token.Kind.LITERAL
                ? tokens.take().text()
                : tokens.expectDottedName("a namespace").text();
    }

    private Token name(String what) {
        Token name = tokens.expectName(what);
        declaring = name.text();
        return name;
    }

    private void constant() {
        String doc = tokens.take().doc();
        TypeReference type = values.type();
        Token name = name("constant name");
        tokens.expect('=', "after the name of a constant");
        ConstValue value = values.constant();
        tokens.skipSeparator();
        declarations.add(new ConstDeclaration(name.offset(), name.text(), type, value, doc));
    }

    private void typedef() {
        String doc = tokens.take().doc();
        TypeReference type = values.type();
        Token name = name("type name");
        Map<String, String> annotations = values.annotations();
        tokens.skipSeparator();
        declarations.add(new TypedefDeclaration(name.offset(), name.text(), type, annotations, doc));
    }

    private void enumeration() {
        String doc = tokens.take().doc();
        Token name = name("enum name");
        tokens.expect('{', "after the enum name");
        List<EnumValueDeclaration> enumValues = members.enumValues();
        declarations.add(new EnumDeclaration(name.offset(), name.text(), enumValues, values.annotations(), doc));
    }

    private void senum() {
        String doc = tokens.take().doc();
        Token name = name("senum name");
        tokens.expect('{', "after the senum name");
        List<String> texts = members.senumValues();
        declarations.add(new SenumDeclaration(name.offset(), name.text(), texts, values.annotations(), doc));
    }

    private void struct(StructDeclaration.Kind kind) {
        Token word = tokens.take();
        Token name = name(word.text() + " name");
        tokens.takeIf("xsd_all");
        tokens.expect('{', "after the " + word.text() + " name");
        List<FieldDeclaration> fields = members.fields('}');
        declarations.add(
                new StructDeclaration(name.offset(), name.text(), kind, fields, values.annotations(), word.doc()));
    }

    private void service() {
        String doc = tokens.take().doc();
        Token name = name("service name");
        TypeReference.@Nullable Named parent = null;
        if (tokens.takeIf("extends")) {
            Token extended = tokens.expectDottedName("the name of a service");
            parent = new TypeReference.Named(extended.offset(), extended.text());
        }
        tokens.expect('{', "after the service name");
        List<FunctionDeclaration> functions = members.functions();
        declarations.add(
                new ServiceDeclaration(name.offset(), name.text(), parent, functions, values.annotations(), doc));
    }
}
