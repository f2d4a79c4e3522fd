package io.turnpike.thrift.idl;

/** The tokens of a text with one of lookahead, and the ways to insist on one. Every fault is collected once. */
final class TokenReader {

    private final SourceText source;
    private final FaultCollector faults;
    private final Lexer lexer;
    private Token current;
    private int previousEnd;

    TokenReader(SourceText source, FaultCollector faults) {
        this.source = source;
        this.faults = faults;
        this.lexer = new Lexer(source, faults);
        this.current = lexer.next();
    }

    Token peek() {
        return current;
    }

    Token take() {
        Token taken = current;
        previousEnd = taken.end();
        current = lexer.next();
        return taken;
    }

    boolean isTruncated() {
        return lexer.isTruncated();
    }

    boolean atEnd() {
        return current.kind() == Token.Kind.END;
    }

    /** Whether the next token is the first one on its line. */
    boolean startsLine() {
        return source.line(current.offset()) > source.line(previousEnd);
    }

    boolean takeIf(char symbol) {
        boolean there = current.isSymbol(symbol);
        if (there) {
            take();
        }
        return there;
    }

    boolean takeIf(String word) {
        boolean there = current.isWord(word);
        if (there) {
            take();
        }
        return there;
    }

    /** @throws SyntaxFault if something else follows */
    void expect(char symbol, String after) {
        if (!takeIf(symbol)) {
            throw unexpected("'" + symbol + "' " + after);
        }
    }

    /** A name of one's own choice; no reserved word and, unless dots are allowed, no dot. */
    Token expectName(String what) {
        Token name = expectDottedName(what);
        if (name.text().indexOf('.') >= 0) {
            fault(name.offset(), what + " '" + name.text() + "' has a dot (expected: letters, digits and _)");
        }
        return name;
    }

    Token expectDottedName(String what) {
        if (current.kind() != Token.Kind.IDENTIFIER || Words.isReserved(current.text())) {
            throw unexpected(what);
        }
        return take();
    }

    Token expectLiteral(String what) {
        if (current.kind() != Token.Kind.LITERAL) {
            throw unexpected(what);
        }
        return take();
    }

    void skipSeparator() {
        if (!takeIf(',')) {
            takeIf(';');
        }
    }

    void fault(int offset, String message) {
        faults.add(source, offset, message);
    }

    /** Collects that something else was expected here. */
    SyntaxFault unexpected(String expected) {
        String found = atEnd() ? "the end of the text" : Words.quote(source.text(), current.offset(), current.end());
        String reserved =
                current.kind() == Token.Kind.IDENTIFIER && Words.isReserved(current.text()) ? ", a reserved word" : "";
        fault(current.offset(), "unexpected " + found + reserved + " (expected: " + expected + ')');
        return SyntaxFault.INSTANCE;
    }
}
