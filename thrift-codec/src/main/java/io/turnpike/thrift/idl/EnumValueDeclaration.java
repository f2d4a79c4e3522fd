package io.turnpike.thrift.idl;

import java.util.Map;

/**
 * One name of an enum.
 *
 * @param number its number, given or counted on from the one before
 */
public record EnumValueDeclaration(int offset, String name, int number, Map<String, String> annotations, String doc) {}
