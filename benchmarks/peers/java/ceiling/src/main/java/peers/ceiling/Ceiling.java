package peers.ceiling;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the container can do at most through an asynchronous JAX-RS door: the request is read, another thread answers it with a
 * constant. The constants are the files of the directory that the system property {@code peers.answers} names; the file
 * {@code Echo.small} answers {@code /Echo/small}.
 */
@Path("/")
@ApplicationScoped
public class Ceiling {

    private static final int THREADS = 2;

    @Resource
    ManagedThreadFactory threads;

    private final Map<String, byte[]> answers = new HashMap<>();
    private ThreadPoolExecutor pool;

    @PostConstruct
    void open() {
        pool = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads);
        java.nio.file.Path directory = java.nio.file.Path.of(System.getProperty("peers.answers"));
        try (DirectoryStream<java.nio.file.Path> files = Files.newDirectoryStream(directory)) {
            for (java.nio.file.Path file : files) {
                answers.put("/" + file.getFileName().toString().replace('.', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @GET
    @Path("{any: .*}")
    public void get(@Context HttpServletRequest request, @Suspended AsyncResponse answer) throws IOException {
        handle(request, answer);
    }

    @POST
    @Path("{any: .*}")
    public void post(@Context HttpServletRequest request, @Suspended AsyncResponse answer) throws IOException {
        handle(request, answer);
    }

    private void handle(HttpServletRequest request, AsyncResponse answer) throws IOException {
        request.getInputStream().readAllBytes();
        byte[] constant = answers.get(request.getRequestURI());
        Response response = constant == null
                ? Response.status(404).build()
                : Response.ok(constant, "application/json").build();
        pool.execute(() -> answer.resume(response));
    }

    @PreDestroy
    void close() {
        pool.shutdown();
    }
}
