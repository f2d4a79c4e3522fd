package io.turnpike.gateway.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A PEM file of certificates as what a TLS client trusts, and nothing else. */
public final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Reads the file that {@code dbUrl} names.
     *
     * @throws StoreUnavailableException if it cannot be read or holds no certificate; the message names it
     */
    static SSLContext ofDatabase(String file) throws StoreUnavailableException {
        try {
            return context(file);
        } catch (IOException | InvalidPathException | GeneralSecurityException e) {
            throw new StoreUnavailableException(
                    "The file that dbUrl names by tlsCAFile, " + file + ", cannot be used: " + e, e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws CertificateException if it holds no certificate
     * @throws InvalidPathException if there can be no such file
     */
    public static SSLContext context(String file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new CertificateException("it holds no certificate (expected: PEM)");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca" + trusted.size(), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        }
    }
}
