package org.jbgp.daemon.bfd.helper;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * The sessions, by everything they are looked for by. The loop's thread. Looking by discriminator allocates nothing.
 */
final class SessionTable {
    private record Place(boolean ipv6, long hi, long lo, int link) {}

    private final Map<Integer, BfdSession> byNumber = new LinkedHashMap<>();
    private final Map<Place, BfdSession> byPlace = new HashMap<>();
    /** Open addressing by discriminator, which is random; at most half full. */
    private BfdSession[] slots = new BfdSession[64];

    private int used;

    Collection<BfdSession> all() {
        return byNumber.values();
    }

    BfdSession byNumber(int number) {
        return byNumber.get(number);
    }

    /** The session with that neighbor, whatever its own address; null if there is none. */
    BfdSession byPlace(SessionAddress address) {
        return byPlace.get(place(address));
    }

    /** The session of packets that do not know our discriminator (RFC 5881 §3); {@code link} 0: multihop. */
    BfdSession byPlace(boolean ipv6, long hi, long lo, int link) {
        return byPlace.get(new Place(ipv6, hi, lo, link));
    }

    BfdSession byDiscriminator(int discriminator) {
        int at = discriminator & (slots.length - 1);
        while (slots[at] != null && slots[at].discriminator() != discriminator) {
            at = (at + 1) & (slots.length - 1);
        }
        return slots[at];
    }

    void add(BfdSession session) {
        byNumber.put(session.number(), session);
        byPlace.put(place(session.address()), session);
        used++;
        if (2 * used > slots.length) {
            rebuild(2 * slots.length);
        } else {
            put(session);
        }
    }

    /** Gives a session another number. */
    void renumber(BfdSession session, int number) {
        byNumber.remove(session.number(), session);
        session.number(number);
        byNumber.put(number, session);
    }

    /**
     * The session keeps its number and discriminator, but packets that begin a session are another one's from now on.
     */
    void leavePlace(BfdSession session) {
        byPlace.remove(place(session.address()), session);
    }

    void remove(BfdSession session) {
        byNumber.remove(session.number(), session);
        leavePlace(session);
        used--;
        rebuild(slots.length);
    }

    private static Place place(SessionAddress address) {
        KernelIp remote = address.remote();
        return new Place(remote.family() == Family.IPV6, remote.hi(), remote.lo(), address.linkIndex());
    }

    private void rebuild(int length) {
        slots = new BfdSession[length];
        byNumber.values().forEach(this::put);
    }

    private void put(BfdSession session) {
        int at = session.discriminator() & (slots.length - 1);
        while (slots[at] != null) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = session;
    }
}
