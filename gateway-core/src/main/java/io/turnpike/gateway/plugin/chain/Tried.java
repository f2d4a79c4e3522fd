package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.plugin.Failure;

/** Where a request has been sent, one place after the other, and what came of each; for the log. Confined to the call's serial. */
final class Tried {

    private static final int LONGEST_NOTE = 150;

    private final StringBuilder text = new StringBuilder();
    private boolean isOpen;

    /** @param first the place where it was sent first, which has failed so */
    Tried(String first, Failure failure) {
        begin(first);
        outcome(failure);
    }

    /** It is sent there next. */
    void to(String place) {
        text.append("; ");
        begin(place);
    }

    /** It is not sent there, though that would be the next place. */
    void notTo(String place, int mostBytes) {
        text.append("; not ")
                .append(place)
                .append(": more of the body has been passed on than the ")
                .append(mostBytes)
                .append(" bytes that are kept");
    }

    /** What came of the last place: a status of its own, or the gateway's. */
    void outcome(Failure outcome) {
        text.append(outcome.status());
        GatewayException problem = outcome.problem();
        if (problem != null) {
            text.append(' ').append(problem.error().code()).append(note(problem));
        }
        isOpen = false;
    }

    private static String note(GatewayException problem) {
        String note = LogText.oneLine(problem.logNote());
        return note.isEmpty()
                ? ""
                : " (" + (note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE) + '…') + ')';
    }

    private void begin(String place) {
        text.append(place).append(": ");
        isOpen = true;
    }

    /** For people: {@code shop.example.com:80: 503; cache.example.com:80: 200}. */
    @Override
    public String toString() {
        return isOpen ? text + "given up" : text.toString();
    }
}
