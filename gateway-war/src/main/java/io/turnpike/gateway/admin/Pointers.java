package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;

/** JSON Pointers of what is part of something larger. */
final class Pointers {

    private Pointers() {}

    /** A fault in an object that stands at a pointer, as a fault of the whole. */
    static Fault below(String pointer, Fault fault) {
        return new Fault(pointer + fault.pointer(), fault.detail(), fault.expected(), fault.line(), fault.column());
    }

    /** The member of an object and, if that is a list, the element of it, that a pointer leads into or to. */
    static String topElement(String pointer) {
        int member = pointer.indexOf('/', 1);
        int element = member < 0 ? -1 : pointer.indexOf('/', member + 1);
        return element < 0 ? pointer : pointer.substring(0, element);
    }

    /** The last step of a pointer, as it is meant. */
    static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    /** Whether a pointer is another one, or leads to something within it. */
    static boolean within(String pointer, String outer) {
        return pointer.equals(outer) || pointer.startsWith(outer + "/");
    }
}
