package io.turnpike.thrift.idl;

/** Finds the place after a fault where parsing can go on. Only ever moves forward. */
final class Recovery {

    private final TokenReader tokens;

    Recovery(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** To the next word that starts a definition. */
    void toDefinition() {
        while (!tokens.atEnd() && !atDefinition()) {
            tokens.take();
        }
    }

    /**
     * To the next member of a list in brackets: after a separator, at the closing bracket, or at the start of a line. Brackets
     * opened on the way are skipped with what is in them, unless a definition starts a line there.
     *
     * @param start where the member at fault starts; that much is always skipped
     */
    void toMember(int start, char close) {
        int depth = 0;
        boolean moved = tokens.peek().offset() > start;
        while (!tokens.atEnd()) {
            Token token = tokens.peek();
            if (atDefinition() && tokens.startsLine()) {
                return;
            }
            if (depth == 0 && (token.isSymbol(close) || token.isSymbol('}'))) {
                return;
            }
            if (depth == 0 && moved && tokens.startsLine()) {
                return;
            }
            tokens.take();
            moved = true;
            if (token.isSymbol('(') || token.isSymbol('{') || token.isSymbol('[')) {
                depth++;
            } else if (token.isSymbol(')') || token.isSymbol('}') || token.isSymbol(']')) {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0 && (token.isSymbol(',') || token.isSymbol(';'))) {
                return;
            }
        }
    }

    boolean atDefinition() {
        Token token = tokens.peek();
        return token.kind() == Token.Kind.IDENTIFIER && Words.DEFINITIONS.contains(token.text());
    }
}
