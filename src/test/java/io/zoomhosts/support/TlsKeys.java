package io.zoomhosts.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key with a self-signed certificate, made for a test by the JDK's keytool.
 *
 * @param keyStore of a server: the key
 * @param trustStore of a client that trusts that server: the certificate alone
 */
public record TlsKeys(Path keyStore, Path trustStore) {

    public static final String PASSWORD = "keys-of-a-test";
    public static final String TYPE = "PKCS12";

    private static final String ALIAS = "server";

    /** @param name the only host name or address of the certificate, as {@code dns:…} or {@code ip:…} */
    public static TlsKeys make(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        TlsKeys keys = new TlsKeys(folder.resolve("keys.p12"), folder.resolve("trust.p12"));
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=zoom-hosts test",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "2",
                        "-keystore",
                        keys.keyStore.toString(),
                        "-storetype",
                        TYPE,
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no key: " + said);
        }
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.load().getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(keys.trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** The TLS context of a server in this JVM. */
    public SSLContext context() throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(load(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance(TYPE);
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }
}
