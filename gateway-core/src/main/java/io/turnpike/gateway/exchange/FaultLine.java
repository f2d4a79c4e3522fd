package io.turnpike.gateway.exchange;

import java.util.List;

/**
 * A request that ended in an error, as one line of the log: who asked for what, status, code, and what was wrong. Of several
 * faults the first {@value #FAULTS_SHOWN} are shown and all are counted. Whatever a caller or a server sends, the line stays one
 * line of bounded length, for each of its parts is cut.
 */
public final class FaultLine {

    static final int FAULTS_SHOWN = 3;

    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_FAULT = 150;

    private FaultLine() {}

    /**
     * The line.
     *
     * @param verb the HTTP method
     * @param path the path as it was asked for; cut after {@value #LONGEST_PATH} characters
     */
    public static String of(String verb, String path, GatewayException problem) {
        return line(verb, path, String.valueOf(problem.error().status()), problem);
    }

    /**
     * The line of a request whose answer broke off after its head.
     *
     * @param status that of the answer, which the client has seen
     * @param problem why
     */
    public static String brokenOff(String verb, String path, int status, GatewayException problem) {
        return line(verb, path, status + ", broken off after the head,", problem);
    }

    private static String line(String verb, String path, String outcome, GatewayException problem) {
        String note = problem.logNote().isEmpty() ? "" : " (" + problem.logNote() + ")";
        return "%s: %s %s: %s%s"
                .formatted(
                        request(verb, path),
                        outcome,
                        problem.error().code(),
                        LogText.oneLine(what(problem)),
                        LogText.oneLine(note));
    }

    /** What was asked for, as {@link #of} begins. */
    public static String request(String verb, String path) {
        return LogText.oneLine(verb + ' ' + LogText.shortened(path, LONGEST_PATH));
    }

    private static String what(GatewayException problem) {
        List<Fault> faults = problem.faults();
        if (faults.size() < 2) {
            return problem.detail();
        }
        StringBuilder what = new StringBuilder().append(faults.size()).append(" faults: ");
        for (Fault fault : faults.subList(0, Math.min(FAULTS_SHOWN, faults.size()))) {
            what.append(LogText.shortened(where(fault) + fault.detail(), LONGEST_FAULT))
                    .append("; ");
        }
        int more = faults.size() - FAULTS_SHOWN;
        return more > 0 ? what + "and " + more + " more" : what.substring(0, what.length() - 2);
    }

    private static String where(Fault fault) {
        String position = fault.line() > 0 ? " " + fault.line() + ":" + fault.column() : "";
        return (fault.pointer() + position).isEmpty() ? "" : (fault.pointer() + position).strip() + ' ';
    }
}
