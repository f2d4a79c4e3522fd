package io.turnpike.command;

import io.turnpike.command.GatewayAdmin.Reply;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a gateway says when it refuses, for people. */
final class Refusal {

    private Refusal() {}

    /** Of a call without a file. */
    static CommandProblem of(Reply reply) {
        return of(reply, "", Optional.empty());
    }

    /** Of a call with a file: each fault with its place in it. */
    static CommandProblem of(Reply reply, String file, Optional<Source> source) {
        JsonObject body = reply.body();
        String detail = Shown.plain(body.getString("detail", body.getString("title", "no reason given")))
                .replaceAll("[.]$", "");
        return switch (reply.status()) {
            case 401 ->
                new CommandProblem(
                        "the gateway does not take this key: " + detail + ".",
                        "This takes the master key: the setting maskerKey, or master.key in the gateway's data directory.");
            case 403 ->
                new CommandProblem("the gateway does not allow this: " + detail + ".", "An owner's key does not do.");
            case 404 ->
                new CommandProblem(
                        refusal(reply, detail),
                        "If adminPort is set there, --gateway must have that port: the admin API is at no other.");
            case 412 ->
                new CommandProblem(
                        "nothing was changed: "
                                + (reply.revision().isPresent()
                                        ? "the gateway is at revision "
                                                + reply.revision().getAsLong() + " by now."
                                        : detail + "."),
                        "Somebody has changed the configuration. diff shows how your file differs; GET /admin/revisions says who it was.");
            default ->
                body.getString("code", "").equals("not-ready")
                        ? new CommandProblem(
                                "the gateway is still starting: " + detail + ".",
                                "Nothing was changed. Try again when GET /health/ready answers 200.")
                        : refused(reply, detail, file, source);
        };
    }

    private static CommandProblem refused(Reply reply, String detail, String file, Optional<Source> source) {
        List<String> faults = new ArrayList<>();
        if (reply.body().get("errors") instanceof JsonArray errors && source.isPresent()) {
            for (JsonValue error : errors) {
                if (error instanceof JsonObject fault) {
                    faults.add(fault(fault, file, source.get()));
                }
            }
        }
        return faults.isEmpty()
                ? new CommandProblem(refusal(reply, detail))
                : new CommandProblem(
                        "the gateway refuses " + file + ' ' + status(reply) + "; nothing was changed.", faults);
    }

    private static String refusal(Reply reply, String detail) {
        return "the gateway refuses " + status(reply) + ": " + detail + ".";
    }

    private static String status(Reply reply) {
        String code = Shown.plain(reply.body().getString("code", ""));
        return "(status " + reply.status() + (code.isEmpty() ? "" : ", " + code) + ")";
    }

    private static String fault(JsonObject fault, String file, Source source) {
        String pointer = fault.getString("pointer", "");
        int line = fault.getInt("line", 0);
        String place = source.place(pointer)
                .map(found -> line > 0 && found.block() ? found.inside(line) : found)
                .map(found -> file + ":" + found + ": ")
                .orElse("");
        return place + Shown.plain(pointer) + " " + Shown.plain(fault.getString("detail", ""))
                + (line > 0 ? " (line " + line + ", column " + fault.getInt("column", 0) + " of the IDL)" : "");
    }
}
