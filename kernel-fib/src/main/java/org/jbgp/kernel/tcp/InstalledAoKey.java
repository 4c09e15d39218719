package org.jbgp.kernel.tcp;

import org.jbgp.kernel.KernelIp;

/**
 * A key as a socket has it ({@code struct tcp_ao_getsockopt}), without its secret.
 *
 * @param peer whom it is for
 * @param prefixLength of {@code peer}
 * @param ids which key it is
 * @param algorithm the kernel's name
 * @param current it signs what we send
 * @param next we ask the neighbor to sign with it
 * @param good segments it verified
 * @param bad segments that failed
 */
public record InstalledAoKey(
        KernelIp peer,
        int prefixLength,
        Ids ids,
        String algorithm,
        boolean current,
        boolean next,
        long good,
        long bad) {

    /** KeyIDs of both directions, 0 to 255. */
    public record Ids(int send, int receive) {
        @Override
        public String toString() {
            return send + "/" + receive;
        }
    }
}
