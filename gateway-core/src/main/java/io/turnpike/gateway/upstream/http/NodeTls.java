package io.turnpike.gateway.upstream.http;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.routing.rule.PemCertificates;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the nodes of one client: the JVM's, which has no threads, and is set up without Netty's factories, which would leave
 * ThreadLocals behind in the container's threads. Immutable.
 */
final class NodeTls {

    private final SSLContext context;
    private final Optional<String> serverName;
    private final boolean verify;

    /** @throws IllegalArgumentException if the certificates cannot be used */
    NodeTls(HttpTarget.Tls tls) {
        serverName = tls.serverName();
        verify = tls.verify();
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, trust(tls), null);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("CaCertificates: " + e.getMessage(), e);
        }
    }

    /** What a new connection to a node begins with. */
    SslHandler handler(NodeAddress node, Duration timeout) {
        String name = serverName.orElse(node.host());
        SSLEngine engine = context.createSSLEngine(name, node.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(indication(name));
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
        return handler;
    }

    /**
     * The server name indication (RFC 6066, section 3). It has no addresses, and none of the names that the JDK refuses: with an underscore,
     * or with a final dot.
     */
    private static List<SNIServerName> indication(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static TrustManager @Nullable [] trust(HttpTarget.Tls tls) throws GeneralSecurityException, IOException {
        if (!tls.verify()) {
            return new TrustManager[] {new TrustsAll()};
        }
        if (tls.caCertificates().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate each : PemCertificates.read(tls.caCertificates().get())) {
            store.setCertificateEntry("ca-" + number++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** What {@code "Verify": false} asks for. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
