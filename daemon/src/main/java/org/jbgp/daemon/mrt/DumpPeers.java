package org.jbgp.daemon.mrt;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;

/** The neighbors that a table dump names, numbered (PEER_INDEX_TABLE, RFC 6396 §4.3.1). Immutable. */
final class DumpPeers {
    /** Bits of the peer type. */
    private static final int IPV6 = 1;

    private static final int FOUR_BYTE_AS = 2;

    private static final int MOST = 0xffff;

    private final List<Peer> peers = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * One neighbor.
     *
     * @param id BGP Identifier, unsigned 32 bits; 0 while it is not known
     * @param as AS number, unsigned 32 bits
     */
    record Peer(int id, InetAddress address, long as) {}

    private DumpPeers() {}

    /** The neighbors among these protocols; number 0 is a peer for routes that are not of BGP, as in BIRD. */
    static DumpPeers of(List<ProtocolStatus> protocols) {
        DumpPeers all = new DumpPeers();
        for (ProtocolStatus protocol : protocols) {
            if (all.peers.size() + 1 < MOST
                    && protocol.state() != ProtocolStatus.State.DOWN
                    && protocol.details() instanceof BgpStatus bgp
                    && bgp.ends().neighborAddress() != null) {
                all.peers.add(new Peer(
                        bgp.session() == null ? 0 : bgp.session().neighborId(),
                        bgp.ends().neighborAddress(),
                        bgp.ends().neighborAs()));
                all.numbers.put(protocol.name(), all.peers.size());
            }
        }
        return all;
    }

    /** The number of the protocol's neighbor, 0 for what is not of BGP. */
    int number(String protocol) {
        return numbers.getOrDefault(protocol, 0);
    }

    /**
     * Writes the record.
     *
     * @param seconds its time
     * @param collector our router id
     * @param view name of the table
     */
    void write(MrtBuffer out, int seconds, int collector, byte[] view) {
        out.begin(seconds, MrtCodes.TABLE_DUMP_V2, MrtCodes.PEER_INDEX_TABLE);
        out.put32(collector);
        out.put16(view.length);
        out.put(view);
        out.put16(peers.size() + 1);
        // BIRD's address of nothing is an IPv6 one.
        out.put8(IPV6 | FOUR_BYTE_AS);
        out.put32(0);
        out.put(new byte[16]);
        out.put32(0);
        for (Peer peer : peers) {
            out.put8(peer.address() instanceof Inet6Address ? IPV6 | FOUR_BYTE_AS : FOUR_BYTE_AS);
            out.put32(peer.id());
            out.put(peer.address().getAddress());
            out.put32((int) peer.as());
        }
        out.finish();
    }
}
