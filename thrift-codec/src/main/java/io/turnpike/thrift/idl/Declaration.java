package io.turnpike.thrift.idl;

/** A top-level declaration of an IDL text. */
public sealed interface Declaration
        permits TypedefDeclaration,
                EnumDeclaration,
                SenumDeclaration,
                StructDeclaration,
                ConstDeclaration,
                ServiceDeclaration {

    /** Where its name stands, in UTF-16 code units from the start of the text. */
    int offset();

    String name();
}
