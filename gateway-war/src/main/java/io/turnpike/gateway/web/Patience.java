package io.turnpike.gateway.web;

/**
 * Tells when a client has done nothing of its part for too long: nothing from one look to the next for more than {@link
 * SlowClients#MOST_LOOKS_IN_VAIN} looks in a row. For one thread at a time.
 */
final class Patience {

    private long seen = -1;
    private int looksInVain;

    /**
     * One look.
     *
     * @param bytes all that the client has taken and sent so far
     * @param isClientsTurn whether the next step is the client's
     * @return whether it has had its time; then it gets as much again
     */
    boolean isOver(long bytes, boolean isClientsTurn) {
        looksInVain = bytes == seen && isClientsTurn ? looksInVain + 1 : 0;
        seen = bytes;
        if (looksInVain <= SlowClients.MOST_LOOKS_IN_VAIN) {
            return false;
        }
        looksInVain = 0;
        return true;
    }
}
