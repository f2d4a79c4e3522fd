package io.turnpike.gateway.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * A client that has its answer and still owes some of its request. Undertow would read that on a worker thread, however long it takes; so it is read
 * here, as it comes, and thrown away, and the connection is cut when that has taken too long (nginx: {@code lingering_time}).
 */
final class LingeringClient extends AsyncRequest implements ReadListener {

    private static final System.Logger LOGGER = System.getLogger(LingeringClient.class.getName());
    private static final int BUFFER_BYTES = 4096;

    private final ServletInputStream in;
    private final SlowClients clients;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int looks;

    private LingeringClient(
            HttpServletRequest request, HttpServletResponse response, ClientConnection connection, SlowClients clients)
            throws IOException {
        super(request, response, connection);
        this.in = request.getInputStream();
        this.clients = clients;
    }

    /** Waits for the rest of a request whose answer has been written, if there is a rest and the server would wait on a thread. */
    static void awaitRest(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients clients) {
        if (!connection.mayHaveBody() || request.isAsyncStarted() || !connection.isDraining()) {
            return;
        }
        try {
            LingeringClient client = new LingeringClient(request, response, connection, clients);
            client.listen();
            clients.began(client);
            client.begin(response);
        } catch (IOException | IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "The rest of a request is left to the server: {0}", e);
        }
    }

    private void begin(HttpServletResponse response) {
        try {
            response.getOutputStream().close();
            in.setReadListener(this);
        } catch (IOException | IllegalStateException e) {
            onError(e);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        int read = 0;
        while (read >= 0 && in.isReady()) {
            read = in.read(buffer);
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void look() {
        if (++looks > SlowClients.MOST_LOOKS_IN_VAIN) {
            cut();
        }
    }

    @Override
    void onEnd() {
        clients.ended(this);
    }
}
