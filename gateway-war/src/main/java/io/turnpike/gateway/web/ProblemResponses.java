package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;

/** Turns the answers of the data plane, and errors, into those of JAX-RS. */
public final class ProblemResponses {

    private ProblemResponses() {}

    /** The answer that an error stands for. */
    public static Response of(GatewayException problem) {
        return of(ProblemJson.response(problem));
    }

    /** The same answer for JAX-RS; the body is not copied. */
    public static Response of(io.turnpike.gateway.exchange.Response answer) {
        Response.ResponseBuilder builder = Response.status(answer.status());
        answer.headers().forEach(builder::header);
        answer.cookies().forEach(cookie -> builder.header(HttpHeaders.SET_COOKIE, cookie));
        int length = answer.bodyLength();
        String type = answer.contentType();
        if (type != null) {
            builder.header(HttpHeaders.CONTENT_TYPE, type);
        }
        if (length > 0) {
            byte[] body = answer.body();
            builder.header(HttpHeaders.CONTENT_LENGTH, length);
            builder.entity(body.length == length ? body : (StreamingOutput) out -> out.write(body, 0, length));
        }
        return builder.build();
    }

    /** Writes a problem where there is no JAX-RS; no body for HEAD. */
    static void write(
            HttpServletRequest request, HttpServletResponse servlet, io.turnpike.gateway.exchange.Response problem)
            throws IOException {
        servlet.setStatus(problem.status());
        HttpDate.set(servlet);
        servlet.setContentType(problem.contentType());
        servlet.setContentLength(problem.bodyLength());
        problem.headers().forEach(servlet::setHeader);
        if (!request.getMethod().equals("HEAD")) {
            servlet.getOutputStream().write(problem.body(), 0, problem.bodyLength());
        }
    }
}
