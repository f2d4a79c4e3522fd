package io.turnpike.gateway.plugin.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate for a server of a test, made by the JDK's keytool. */
final class RedisCertificate {

    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Path certificate;
    private final Path key;

    /** @param name what it is good for, as keytool has it: {@code ip:127.0.0.1} */
    RedisCertificate(Path directory, String name) throws Exception {
        store = directory.resolve("server.p12");
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=redis", "-ext", "SAN=" + name, "-ext", "BC=ca:true");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private void keytool(String command, String... more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command);
        builder.command().addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-keystore", store.toString()));
        builder.command().addAll(List.of("-storepass", PASSWORD));
        builder.command().addAll(List.of(more));
        Process keytool = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    /** What a redis-server needs to listen there by TLS, without asking clients for certificates. */
    String[] options(int port) {
        return new String[] {
            "--tls-port",
            "" + port,
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            certificate.toString(),
            "--tls-auth-clients",
            "no"
        };
    }

    /** The JVM trusts it, and nothing else, until the result is closed. */
    AutoCloseable trusted() {
        String formerStore = System.setProperty("javax.net.ssl.trustStore", store.toString());
        String formerPassword = System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        return () -> {
            restore("javax.net.ssl.trustStore", formerStore);
            restore("javax.net.ssl.trustStorePassword", formerPassword);
        };
    }

    private static void restore(String property, @Nullable String former) {
        if (former == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, former);
        }
    }
}
