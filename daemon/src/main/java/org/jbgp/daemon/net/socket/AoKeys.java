package org.jbgp.daemon.net.socket;

import io.netty.channel.ChannelException;
import java.util.List;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.kernel.tcp.InstalledAoKey;
import org.jbgp.kernel.tcp.TcpAoState;

/** The TCP-AO keys of one neighbor on a socket. Every method throws {@link ChannelException} if the kernel refuses. */
public interface AoKeys {
    /** Adds a key. */
    void add(AoKey key);

    /**
     * Removes a key.
     *
     * @param current signs what we send in its place; null: it does not
     * @param next is asked for in its place; null: it is not
     */
    void delete(AoKey key, AoKey current, AoKey next);

    /** Asks the neighbor to sign with a key (RFC 5925 §7.5: RNextKeyID), at the next segment that is sent. */
    void request(AoKey key);

    /** Which keys are in use; no key if there is none. */
    TcpAoState state();

    /** The keys that are there. */
    List<InstalledAoKey> installed();
}
