package dev.lockstep.reader.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that nobody else has signed, with its key, made by the JDK's own tool. */
public final class Certificate {

    public static final String PASSWORD = "secret-of-the-store";

    private static final String ALIAS = "reader";
    private static final String TYPE = "PKCS12";
    private static final long PATIENCE_SECONDS = 60;

    private final Path keyStore;
    private final Path trustStore;

    private Certificate(Path keyStore, Path trustStore) {
        this.keyStore = keyStore;
        this.trustStore = trustStore;
    }

    /** A new one in a folder. */
    public static Certificate in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Certificate made = new Certificate(folder.resolve("key.p12"), folder.resolve("trust.p12"));
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=reader",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        made.keyStore.toString(),
                        "-storetype",
                        TYPE,
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException(
                    "keytool: " + new String(keytool.getInputStream().readAllBytes(), UTF_8));
        }
        made.writeTrustStore();
        return made;
    }

    /** With the key. */
    public Path keyStore() {
        return keyStore;
    }

    /** With the certificate alone, as one that is trusted. */
    public Path trustStore() {
        return trustStore;
    }

    /** Of one who has the key. */
    public SSLContext server() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keyStore), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Of one who trusts it. */
    public SSLContext client() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trustStore));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void writeTrustStore() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, load(keyStore).getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
