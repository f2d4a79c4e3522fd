package io.turnpike.registry.consul;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and who we are, in TLS with Consul. PEM files, as Consul's own tools write them.
 *
 * @param caFile certificates of the authorities that sign Consul's; empty: those that Java trusts
 * @param certFile our own certificate and those that lead to its authority; empty: none
 * @param keyFile its private key, without a password; there exactly if {@code certFile} is
 */
public record ConsulTls(Optional<Path> caFile, Optional<Path> certFile, Optional<Path> keyFile) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:EC |RSA )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final char[] NO_PASSWORD = {};

    /** Nothing but what Java trusts by itself. */
    public static final ConsulTls DEFAULT = new ConsulTls(Optional.empty(), Optional.empty(), Optional.empty());

    public ConsulTls {
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException((certFile.isPresent() ? "consulKeyFile" : "consulCertFile")
                    + ": not set (expected: consulCertFile and consulKeyFile, or neither)");
        }
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException if one cannot be read or is not what it should be; begins with the setting's key
     */
    SSLSocketFactory socketFactory() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (caFile.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates("consulCaFile", caFile.get())) {
            store.setCertificateEntry("ca" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (certFile.isEmpty() || keyFile.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        Certificate[] chain = certificates("consulCertFile", certFile.get()).toArray(Certificate[]::new);
        PrivateKey key = privateKey(keyFile.get(), chain[0].getPublicKey());
        store.setKeyEntry("client", key, NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String setting, Path file) throws GeneralSecurityException {
        byte[] bytes = read(setting, file);
        List<Certificate> certificates = new ArrayList<>();
        try {
            certificates.addAll(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(setting + ": " + file + " (expected: a file of PEM certificates)", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    setting + ": " + file + " holds no certificate (expected: a file of PEM certificates)");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file, PublicKey publicKey) throws GeneralSecurityException {
        String expected = " (expected: a PEM file of the certificate's private key, without a password)";
        Matcher pem = KEY.matcher(new String(read("consulKeyFile", file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IllegalArgumentException("consulKeyFile: " + file + " holds no private key" + expected);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(
                            pem.group(1).isEmpty() ? encoded : pkcs8(encoded, algorithmOf(publicKey))));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new IllegalArgumentException("consulKeyFile: " + file + expected, e);
        }
    }

    /** The algorithm identifier of a public key, which is an X.509 SubjectPublicKeyInfo (RFC 5280): a sequence that begins with it. */
    private static byte[] algorithmOf(PublicKey key) {
        byte[] info = key.getEncoded();
        int begin = contentOf(info, 0);
        return Arrays.copyOfRange(info, begin, contentOf(info, begin) + (info[begin + 1] & 0xff));
    }

    /** Where the content of a DER value begins. */
    private static int contentOf(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length - 0x80);
    }

    /** What {@code BEGIN EC PRIVATE KEY} (RFC 5915) and {@code BEGIN RSA PRIVATE KEY} hold, as PKCS #8 (RFC 5208). */
    private static byte[] pkcs8(byte[] key, byte[] algorithm) {
        byte[] version = {2, 1, 0};
        return der(0x30, version, algorithm, der(0x04, key));
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] read(String setting, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    setting + ": " + file + " cannot be read (expected: a PEM file): " + e.getMessage(), e);
        }
    }
}
