package io.turnpike.gateway.web;

import io.turnpike.gateway.routing.Passage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands a {@link Passage} from the door to the resource, and abandons it where no resource takes it: whoever takes it first has it. Not a
 * bare request attribute, because a request may be over, and its object another's, by the time that the door looks again.
 */
final class HeldPassage implements AutoCloseable {

    private static final String ATTRIBUTE = HeldPassage.class.getName();

    private final AtomicReference<@Nullable Passage> passage;

    /** @param request that the passage is of */
    HeldPassage(HttpServletRequest request, Passage passage) {
        this.passage = new AtomicReference<>(passage);
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The passage of a request; null if the door has found none, or it has been taken. */
    static @Nullable Passage take(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof HeldPassage held ? held.passage.getAndSet(null) : null;
    }

    /** Abandons the passage if nobody has taken it. */
    @Override
    public void close() {
        Passage left = passage.getAndSet(null);
        if (left != null) {
            left.abandon();
        }
    }
}
