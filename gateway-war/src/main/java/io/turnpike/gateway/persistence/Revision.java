package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import java.time.Instant;
import java.util.List;

/**
 * One committed change: what it made of the owners, routes and entries that it touched. The former state of each is in the revision that touched
 * it before, so that two revisions can be compared and one can be gone back to.
 *
 * @param number position in the sequence, from 1
 * @param author who made it, such as {@code owner:shop} or {@code master}
 * @param time when
 * @param action what it did, in a word: {@code register}, {@code update}, {@code hash-key}, {@code import},
 *     {@code rotate-key}, {@code revoke-keys}, {@code delete-owner}, {@code delete-service}, {@code rollback},
 *     {@code apply}, {@code put-route}, {@code delete-route}, {@code bind-plugin}, {@code unbind-plugin},
 *     {@code put-consumer}, {@code delete-consumer}
 * @param summary what it changed, in a sentence; empty in revisions that were made before there were summaries
 * @param changed the touched owners as they are from now on
 * @param removed ids of owners that are gone from now on
 * @param routes what became of routes; nothing in revisions that were made before there were routes
 * @param entries what became of entries; the same
 */
public record Revision(
        long number,
        String author,
        Instant time,
        String action,
        String summary,
        List<Owner> changed,
        List<String> removed,
        RouteImages routes,
        EntryChanges entries) {

    /** The {@link #action} by which somebody makes a new owner, whose key nobody else has. */
    public static final String REGISTER = "register";

    public Revision {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** A revision that touches owners alone. */
    public Revision(
            long number,
            String author,
            Instant time,
            String action,
            String summary,
            List<Owner> changed,
            List<String> removed) {
        this(number, author, time, action, summary, changed, removed, RouteImages.NONE, EntryChanges.NONE);
    }
}
