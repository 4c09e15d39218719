package org.jbgp.daemon.rpki.transport;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys of a cache out of a file of public keys ({@code ssh-ed25519 AAAA… comment}), good for whatever name the cache
 * has.
 */
final class CacheKeys implements HostKeyRepository {
    private final List<HostKey> keys;
    private final String file;

    private CacheKeys(List<HostKey> keys, String file) {
        this.keys = keys;
        this.file = file;
    }

    /** The keys, empty if the file names hosts as well: then it is one of {@code known_hosts}. */
    static Optional<CacheKeys> read(String file, String host) throws IOException, JSchException {
        List<HostKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 2 && isType(words[0])) {
                keys.add(new HostKey(host, decoded(words[1], file)));
            }
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new CacheKeys(keys, file));
    }

    private static boolean isType(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.startsWith("ssh-") || lower.startsWith("ecdsa-sha2-");
    }

    private static byte[] decoded(String key, String file) throws IOException {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no file of public keys", e);
        }
    }

    @Override
    public int check(String host, byte[] key) {
        for (HostKey each : keys) {
            if (Arrays.equals(Base64.getDecoder().decode(each.getKey()), key)) {
                return OK;
            }
        }
        return CHANGED;
    }

    @Override
    public HostKey[] getHostKey() {
        return keys.toArray(HostKey[]::new);
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return keys.stream()
                .filter(key -> type == null || key.getType().equals(type))
                .toArray(HostKey[]::new);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return file;
    }

    @Override
    public void add(HostKey key, UserInfo ui) {
        // The file is the operator's.
    }

    @Override
    public void remove(String host, String type) {
        // As above.
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        // As above.
    }
}
