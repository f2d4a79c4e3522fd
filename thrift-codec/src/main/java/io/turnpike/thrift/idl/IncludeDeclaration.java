package io.turnpike.thrift.idl;

/**
 * {@code include "path"}.
 *
 * @param offset where the path stands
 */
public record IncludeDeclaration(int offset, String path) {

    /** The last part of the path. */
    public String baseName() {
        return baseName(path);
    }

    /** What stands before the dot in names that this include provides: the base name without {@code .thrift}. */
    public String prefix() {
        String base = baseName();
        return base.endsWith(".thrift") ? base.substring(0, base.length() - ".thrift".length()) : base;
    }

    /** The last part of any path, with either slash. */
    public static String baseName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
