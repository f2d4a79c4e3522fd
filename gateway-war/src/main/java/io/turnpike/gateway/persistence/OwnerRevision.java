package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import java.time.Instant;

/**
 * What one revision made of one owner.
 *
 * @param number the revision's number
 * @param author who made it
 * @param time when
 * @param action what it did, in a word; see {@link Revision#action}
 * @param owner the owner as it was from then on
 */
public record OwnerRevision(long number, String author, Instant time, String action, Owner owner) {}
