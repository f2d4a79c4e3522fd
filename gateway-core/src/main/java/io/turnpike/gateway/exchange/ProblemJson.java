package io.turnpike.gateway.exchange;

import java.util.List;
import java.util.Map;

/** Writes RFC 9457 {@code application/problem+json}: type, title, status, detail, code, and errors where there are faults. */
public final class ProblemJson {

    /** Media type of every error that the gateway itself answers with. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** The answer that an error stands for. */
    public static Response response(GatewayException problem) {
        GatewayError error = problem.error();
        return response(
                error.type(),
                error.title(),
                error.status(),
                problem.detail(),
                error.code(),
                problem.faults(),
                problem.headers());
    }

    /** The answer for a status that has no {@link GatewayError}: one that the HTTP layer came to by itself. */
    public static Response response(int status, String title, String detail, Map<String, String> headers) {
        return response("about:blank", title, status, detail, "http-" + status, List.of(), headers);
    }

    /**
     * The answer that an error of {@code /connect} and {@code /health} stands for: with {@code "Status":"failed"} and
     * {@code Message}, without {@code status}, because existing Go clients match keys regardless of case.
     */
    public static Response connectorResponse(GatewayException problem) {
        GatewayError error = problem.error();
        JsonText json = new JsonText().open('{');
        json.member("type", error.type()).member("title", error.title());
        json.member("detail", problem.detail()).member("code", error.code());
        json.member("Status", "failed").member("Message", problem.detail());
        faults(json, problem.faults());
        byte[] body = json.close('}').toBytes();
        return new Response(error.status(), MEDIA_TYPE, problem.headers(), body, body.length);
    }

    private static Response response(
            String type,
            String title,
            int status,
            String detail,
            String code,
            List<Fault> faults,
            Map<String, String> headers) {
        JsonText json = new JsonText().open('{');
        json.member("type", type).member("title", title).member("status", status);
        json.member("detail", detail).member("code", code);
        faults(json, faults);
        byte[] body = json.close('}').toBytes();
        return new Response(status, MEDIA_TYPE, headers, body, body.length);
    }

    private static void faults(JsonText json, List<Fault> faults) {
        if (faults.isEmpty()) {
            return;
        }
        json.name("errors").open('[');
        for (Fault fault : faults) {
            json.open('{').member("pointer", fault.pointer()).member("detail", fault.detail());
            String expected = fault.expected();
            if (expected != null) {
                json.member("expected", expected);
            }
            if (fault.line() > 0) {
                json.member("line", fault.line()).member("column", fault.column());
            }
            json.close('}');
        }
        json.close(']');
    }
}
