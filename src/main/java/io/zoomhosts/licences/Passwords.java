package io.zoomhosts.licences;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file with a line {@code <user>:<password>} each. Lines that are empty or begin with # are ignored. The file is
 * read again when it changes; a change that cannot be used is reported in the log and the users before it stay. Thread-safe.
 */
final class Passwords {

    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** What is compared for a user who does not exist, so that the answer takes as long. */
    private static final byte[] NOBODY = new byte[32];

    private final Path file;
    private Map<String, byte[]> hashes;
    private List<Object> version;

    private Passwords(Path file) {
        this.file = file;
    }

    /**
     * The users of a file.
     *
     * @throws IllegalArgumentException if it cannot be used; the message continues the name of the setting
     */
    static Passwords in(Path file) {
        Passwords passwords = new Passwords(file);
        passwords.version = passwords.versionNow();
        passwords.hashes = passwords.read();
        return passwords;
    }

    boolean isRight(String user, String password) {
        byte[] known = current().get(user);
        return isSame(known == null ? NOBODY : known, password) && known != null;
    }

    /** Compares in a time that does not depend on what is equal. */
    static boolean isSame(byte[] hash, String given) {
        return MessageDigest.isEqual(hash, hash(given));
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private synchronized Map<String, byte[]> current() {
        List<Object> now = versionNow();
        if (!Objects.equals(now, version)) {
            version = now;
            try {
                hashes = read();
                LOG.info("The password file has changed: it now has {} users", hashes.size());
            } catch (IllegalArgumentException e) {
                LOG.error(
                        "The password file has changed, but {}. The users before the change stay valid",
                        e.getMessage());
            }
        }
        return hashes;
    }

    /** Changes with the file; empty if it cannot be read. */
    private List<Object> versionNow() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return List.of();
        }
    }

    private Map<String, byte[]> read() {
        List<String> lines;
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && posix.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
                throw new IllegalArgumentException(
                        "other users of this machine can read or write its file. Take that from them: chmod 600 "
                                + file);
            }
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The message of malformed text quotes nothing.
            throw new IllegalArgumentException("its file cannot be read as UTF-8 text: " + e, e);
        }
        Map<String, byte[]> users = new HashMap<>();
        for (int no = 1; no <= lines.size(); no++) {
            String line = lines.get(no - 1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                throw new IllegalArgumentException("line " + no + " of its file is not <user>:<password>");
            } else if (users.put(line.substring(0, colon), hash(line.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("line " + no + " of its file names a user of an earlier line again");
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("its file has no line <user>:<password>, so nobody could see the page");
        }
        return users;
    }
}
