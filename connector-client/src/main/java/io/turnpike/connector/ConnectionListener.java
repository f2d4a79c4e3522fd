package io.turnpike.connector;

/** Is told how a server stands with the gateway. Called by one thread at a time, which must not be held up for long. */
@FunctionalInterface
public interface ConnectionListener {

    /**
     * The state has changed, or a refusal has another reason than before.
     *
     * @param state the new state
     * @param detail one sentence for people: what the gateway said, or what failed
     */
    void stateChanged(ConnectionState state, String detail);
}
