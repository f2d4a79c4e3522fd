package io.turnpike.gateway.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where registrations are kept: a sequence of revisions, and the owners as the last one left them. Safe for use by several
 * threads at once.
 */
public interface ConfigurationStore extends AutoCloseable {

    /**
     * Reads everything. A database of the reference, which has no revisions, becomes revision 1 by this; owners' documents that
     * fell behind the revisions are brought up to date.
     *
     * @throws StoreUnavailableException if the database does not answer
     * @throws UnreadableRevisionException if there is a route that cannot be used
     */
    StoredConfiguration load() throws StoreUnavailableException;

    /**
     * The revisions after a number, in order; empty if that is the last one.
     *
     * @throws StoreUnavailableException if the database does not answer
     * @throws UnreadableRevisionException if one of them is not what a revision looks like
     */
    List<Revision> revisionsAfter(long number) throws StoreUnavailableException;

    /**
     * Goes through what revisions made of an owner, newest first, back to the one that registered it; what an earlier owner of the
     * same id did, before it was removed, is not shown. Holds a few dozen revisions at a time, however many there are.
     *
     * @param last where to begin: the number of the last revision
     * @param visitor is told of each; returns false to end
     * @throws StoreUnavailableException if the database does not answer
     * @throws UnreadableRevisionException if one of them is not what a revision looks like
     */
    void history(String ownerId, long last, Predicate<OwnerRevision> visitor) throws StoreUnavailableException;

    /**
     * At most so many revisions, without what they made of their owners, newest first.
     *
     * @param newest number of the first one to show
     * @throws StoreUnavailableException if the database does not answer
     */
    List<RevisionOutline> outlines(long newest, int most) throws StoreUnavailableException;

    /**
     * What was registered at a revision; empty if there is no such revision.
     *
     * @param now what is registered at a later revision, or the same
     * @throws StoreUnavailableException if the database does not answer
     * @throws UnreadableRevisionException if a revision that is needed is not what a revision looks like
     */
    Optional<FormerConfiguration> at(long number, StoredConfiguration now) throws StoreUnavailableException;

    /**
     * Notes that a gateway uses this database, and forgets others: those that were last seen before a time, and those at the
     * same host and port that were last seen before this one started.
     *
     * @throws StoreUnavailableException if the database does not answer
     */
    void announce(GatewayNode node, Instant forgetBefore) throws StoreUnavailableException;

    /**
     * The gateways that use this database, also those that have not been seen for a while.
     *
     * @throws StoreUnavailableException if the database does not answer
     */
    List<GatewayNode> nodes() throws StoreUnavailableException;

    /**
     * Forgets a gateway.
     *
     * @throws StoreUnavailableException if the database does not answer
     */
    void withdraw(String nodeId) throws StoreUnavailableException;

    /**
     * Makes a revision the last one. When this returns, the revision survives the death of this process and of the machine.
     *
     * @throws RevisionConflictException if there is a revision of that number already; nothing has been changed then
     * @throws RevisionTooLargeException if the database cannot hold so large a revision; nothing has been changed then
     * @throws StoreUnavailableException if the database does not answer; the revision may have been made nevertheless
     */
    void commit(Revision revision)
            throws RevisionConflictException, RevisionTooLargeException, StoreUnavailableException;

    /**
     * Asks the database for a sign of life.
     *
     * @throws StoreUnavailableException if there is none
     */
    void ping() throws StoreUnavailableException;

    /** Which database it is, for the log: with host or path, but without a secret. */
    String description();

    /** What kind of database it is, for everybody. */
    String kind();

    /** Whether others may make revisions too, so that it has to be looked at for them. */
    boolean shared();

    /** Whether it may answer again; if not, it has to be closed and another one opened. */
    boolean usable();

    /** Ends connections and threads; waits until they are gone. */
    @Override
    void close();
}
