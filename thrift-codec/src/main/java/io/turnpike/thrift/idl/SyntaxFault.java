package io.turnpike.thrift.idl;

/** Unwinds the parser to where it can go on; the diagnostic is already collected. */
final class SyntaxFault extends RuntimeException {

    /** The only one: without a stack trace it has nothing that differs from throw to throw. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final SyntaxFault INSTANCE = new SyntaxFault();

    private static final long serialVersionUID = 1;

    private SyntaxFault() {
        super("syntax fault", null, false, false);
    }
}
