package io.turnpike.thrift.idl;

/**
 * One token of an IDL text.
 *
 * @param kind what it is
 * @param offset where it starts, in UTF-16 code units
 * @param end where it ends
 * @param text an identifier's or symbol's characters, or a literal's content with its escapes resolved
 * @param integer the value of an {@link Kind#INTEGER}
 * @param decimal the value of a {@link Kind#DOUBLE}
 * @param doc the doc comment before it, cleaned, or the empty text
 */
record Token(Kind kind, int offset, int end, String text, long integer, double decimal, String doc) {

    enum Kind {
        IDENTIFIER,
        INTEGER,
        DOUBLE,
        LITERAL,
        SYMBOL,
        END
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isWord(String word) {
        return kind == Kind.IDENTIFIER && text.equals(word);
    }
}
