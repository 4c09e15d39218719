package org.jbgp.kernel.tcp;

import java.util.List;

/**
 * A master key tuple (RFC 5925 §3.1) as the kernel takes it.
 *
 * @param sendId KeyID of segments we send, 0 to 255
 * @param receiveId KeyID of segments we receive, 0 to 255
 * @param algorithm the kernel's name of it, such as {@code hmac(sha1)} or {@code cmac(aes128)}; at most 63 bytes
 * @param secret 1 to 80 bytes
 */
public record TcpAoKey(int sendId, int receiveId, String algorithm, List<Byte> secret) {
    public TcpAoKey {
        secret = List.copyOf(secret);
        if (sendId < 0 || sendId > 255 || receiveId < 0 || receiveId > 255) {
            throw new IllegalArgumentException("TCP-AO key ids out of range: " + sendId + "/" + receiveId);
        }
        if (secret.isEmpty() || secret.size() > AoLayouts.MOST_SECRET) {
            throw new IllegalArgumentException("a TCP-AO secret has from 1 to 80 bytes, not " + secret.size());
        }
    }

    /** Without the secret, which must not get into a log by accident. */
    @Override
    public String toString() {
        return sendId + "/" + receiveId;
    }
}
