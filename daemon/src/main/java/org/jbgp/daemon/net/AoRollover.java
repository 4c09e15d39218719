package org.jbgp.daemon.net;

import io.netty.channel.ChannelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.daemon.net.socket.AoKeys;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.kernel.tcp.InstalledAoKey;
import org.jbgp.kernel.tcp.TcpAoState;

/**
 * From one list of TCP-AO keys to another one on living sockets, as BIRD does it: keys that went are removed first,
 * then new ones added, then the neighbor is asked for the best one. A changed key is one that went and a new one.
 *
 * @param name of the neighbor, for the log
 * @param former the keys that the sockets have
 * @param next the keys they shall have
 */
record AoRollover(String name, List<AoKey> former, List<AoKey> next) {
    private static final Logger LOG = LogManager.getLogger(AoRollover.class);

    /** The key that the neighbor is asked for: the first preferred one, else the first that is not deprecated. */
    static AoKey best(List<AoKey> keys) {
        AoKey best = null;
        for (AoKey key : keys) {
            if (key.preference() != AoKey.Preference.DEPRECATED
                    && (best == null || best.preference().compareTo(key.preference()) < 0)) {
                best = key;
            }
        }
        return best;
    }

    /** The same keys, the best one first. */
    static List<AoKey> bestFirst(List<AoKey> keys) {
        AoKey best = best(keys);
        List<AoKey> ordered = new ArrayList<>(keys.size());
        ordered.add(best);
        keys.stream().filter(key -> key.sendId() != best.sendId()).forEach(ordered::add);
        return ordered;
    }

    /** The keys of one list that are not in another one. */
    static List<AoKey> without(List<AoKey> keys, List<AoKey> others) {
        return keys.stream()
                .filter(key -> others.stream().noneMatch(key::sameAs))
                .toList();
    }

    /** What the listening socket must learn. Throws as {@link AoKeys} does, and has then done the rest all the same. */
    void listening(AoKeys socket) {
        ChannelException problem = null;
        for (AoKey key : without(former, next)) {
            try {
                socket.delete(key, null, null);
            } catch (ChannelException e) {
                problem = e;
            }
        }
        for (AoKey key : without(next, former)) {
            try {
                socket.add(key);
            } catch (ChannelException e) {
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    /** Changes the keys of a connection; false if that cannot be done, so that it must begin anew. */
    boolean connection(AoKeys socket) {
        try {
            TcpAoState inUse = socket.state();
            AoKey backup = backup();
            for (AoKey key : without(former, next)) {
                boolean signs = key.sendId() == inUse.current();
                boolean isAskedFor = key.receiveId() == inUse.next();
                if ((signs || isAskedFor) && backup != null) {
                    LOG.warn("{}: TCP-AO key {} is removed while it is in use; {} takes its place", name, key, backup);
                }
                socket.delete(key, signs ? backup : null, isAskedFor ? backup : null);
            }
            for (AoKey key : without(next, former)) {
                socket.add(key);
            }
            AoKey best = best(next);
            if (socket.state().next() != best.receiveId()) {
                socket.request(best);
            }
            return true;
        } catch (ChannelException e) {
            LOG.error("{}: the TCP-AO keys cannot be changed: {}", name, SocketErrors.text(e));
            return false;
        }
    }

    /** A key that was there before and stays, for the place of one in use that goes. Null if there is none. */
    private AoKey backup() {
        List<AoKey> kept = next.stream()
                .filter(key -> former.stream().anyMatch(key::sameAs))
                .toList();
        AoKey best = best(kept);
        if (best != null) {
            return best;
        }
        AoKey formerBest = best(former);
        return kept.stream().anyMatch(formerBest::sameAs) ? formerBest : null;
    }

    /**
     * Looks at a connection that was accepted: it must be signed, and have the keys of the moment and no others, as
     * keys may change while it waits. Then the best one is asked for.
     *
     * @return what is wrong; empty if nothing is
     */
    static String admit(AoKeys socket, List<AoKey> keys) {
        try {
            if (socket.state().current() < 0) {
                return "it has no TCP-AO key";
            }
            Set<InstalledAoKey.Ids> wanted = new HashSet<>();
            keys.forEach(key -> wanted.add(new InstalledAoKey.Ids(key.sendId(), key.receiveId())));
            Set<InstalledAoKey.Ids> present = new HashSet<>();
            socket.installed().forEach(key -> present.add(key.ids()));
            if (!present.equals(wanted)) {
                return "it has the TCP-AO keys " + present + ", not " + wanted;
            }
            socket.request(best(keys));
            return "";
        } catch (ChannelException e) {
            return SocketErrors.text(e);
        }
    }
}
