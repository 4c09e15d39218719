package org.jbgp.config.model.bgp;

import java.util.List;

/**
 * A key of TCP-AO (RFC 5925 §3.1: a master key tuple).
 *
 * @param sendId KeyID of the segments we send, 0 to 255; no two keys of a neighbor have the same
 * @param receiveId KeyID of the segments we receive, 0 to 255; no two keys of a neighbor have the same
 * @param algorithm how segments are signed
 * @param secret 1 to 80 bytes
 * @param preference whether the neighbor is asked to sign with it
 */
public record AoKey(int sendId, int receiveId, Algorithm algorithm, List<Byte> secret, Preference preference) {
    public AoKey {
        secret = List.copyOf(secret);
    }

    /** How segments are signed; both ends must have the same. */
    public enum Algorithm {
        HMAC_MD5("hmac md5", "hmac(md5)"),
        HMAC_SHA1("hmac sha1", "hmac(sha1)"),
        HMAC_SHA224("hmac sha224", "hmac(sha224)"),
        HMAC_SHA256("hmac sha256", "hmac(sha256)"),
        HMAC_SHA384("hmac sha384", "hmac(sha384)"),
        HMAC_SHA512("hmac sha512", "hmac(sha512)"),
        CMAC_AES128("cmac aes128", "cmac(aes128)");

        private final String words;
        private final String kernelName;

        Algorithm(String words, String kernelName) {
            this.words = words;
            this.kernelName = kernelName;
        }

        /** As files have it. */
        public String words() {
            return words;
        }

        /** As Linux has it. */
        public String kernelName() {
            return kernelName;
        }
    }

    /** Of several keys the neighbor is asked for the first that is preferred, else for the first that is neither. */
    public enum Preference {
        /** Never asked for; used if the neighbor asks for it. */
        DEPRECATED,
        NEITHER,
        PREFERRED
    }

    /** Whether it is the same key, however it is preferred. */
    public boolean sameAs(AoKey other) {
        return sendId == other.sendId
                && receiveId == other.receiveId
                && algorithm == other.algorithm
                && secret.equals(other.secret);
    }

    /** Both ids, without the secret, which must not get into a log by accident. */
    @Override
    public String toString() {
        return sendId + "/" + receiveId;
    }
}
