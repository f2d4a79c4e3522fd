package io.turnpike.gateway.upstream.thrift;

import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list whose elements carry their own {@link Link}, so that any of them can be taken out in constant time
 * and nothing is allocated when one is added. Not safe for use by several threads at once.
 */
final class Chain<T> {

    /** An element's place in at most one chain at a time. */
    static final class Link<T> {
        private final T item;
        private @Nullable Link<T> previous;
        private @Nullable Link<T> next;
        private @Nullable Chain<T> chain;

        Link(T item) {
            this.item = item;
        }

        boolean isLinked() {
            return chain != null;
        }
    }

    private @Nullable Link<T> first;
    private @Nullable Link<T> last;
    private int size;

    void addLast(Link<T> link) {
        if (link.chain != null) {
            throw new IllegalStateException("already in a chain");
        }
        Link<T> before = last;
        link.chain = this;
        link.previous = before;
        if (before == null) {
            first = link;
        } else {
            before.next = link;
        }
        last = link;
        size++;
    }

    /** Takes an element out; false if it was not in this chain. */
    boolean remove(Link<T> link) {
        if (link.chain != this) {
            return false;
        }
        Link<T> before = link.previous;
        Link<T> after = link.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        link.chain = null;
        link.previous = null;
        link.next = null;
        size--;
        return true;
    }

    @Nullable
    T peekFirst() {
        return first == null ? null : first.item;
    }

    @Nullable
    T pollFirst() {
        return poll(first);
    }

    @Nullable
    T pollLast() {
        return poll(last);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private @Nullable T poll(@Nullable Link<T> link) {
        if (link == null) {
            return null;
        }
        remove(link);
        return link.item;
    }
}
