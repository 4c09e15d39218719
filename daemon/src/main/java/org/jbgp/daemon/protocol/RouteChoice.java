package org.jbgp.daemon.protocol;

import org.jbgp.daemon.wire.AddressFamily;

/** Which of its routes a protocol announces once more. Any thread. */
@FunctionalInterface
public interface RouteChoice {
    /** All of them, because the import filter is another one. */
    RouteChoice ALL = (family, hi, lo, length, blob, blobOffset, blobLength) -> true;

    /** Whether this route is one of them; prefix and canonical attributes as in {@link RouteFeed#announce}. */
    boolean has(AddressFamily family, long hi, long lo, int length, byte[] blob, int blobOffset, int blobLength);
}
