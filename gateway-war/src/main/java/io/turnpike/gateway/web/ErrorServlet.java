package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The application's error page: what the server refuses before or beside JAX-RS (an unreadable {@code Accept} header, for
 * one) is answered as {@code application/problem+json} instead of its HTML. Asked for directly, it is not there.
 *
 * <p>At the end of the application it holds up the server until the calls on their way have been answered: Payara destroys
 * servlets in the order of their making, so Jersey's, which is made last, and can answer nothing once it is destroyed, comes
 * after this one, but long before CDI tells of the end.
 */
@WebServlet(urlPatterns = ErrorServlet.PATH, asyncSupported = true, loadOnStartup = 1)
public class ErrorServlet extends HttpServlet {

    static final String PATH = "/.error";

    @Inject
    private transient CallsInFlight calls;

    /** What is left when the patience is over is for {@code GatewayLifecycle} to tell. */
    @Override
    public void destroy() {
        calls.awaitEnd();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        jakarta.ws.rs.core.Response.Status known = jakarta.ws.rs.core.Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        boolean ours = status < 500 && message != null && !message.toString().isBlank();
        Response problem = ProblemJson.response(status, title, ours ? message.toString() : title, Map.of());
        ProblemResponses.write(request, response, problem);
    }
}
