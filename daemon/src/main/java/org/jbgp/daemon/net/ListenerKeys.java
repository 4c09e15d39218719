package org.jbgp.daemon.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.net.socket.AoSocket;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.kernel.tcp.InstalledAoKey;

/**
 * The keys of one listening socket, MD5 passwords (RFC 2385) and those of TCP-AO (RFC 5925): which neighbor decides
 * what the kernel asks of an address, and what of it is set on the socket, if there is one. Guarded by the
 * {@link Listener} that it belongs to.
 */
final class ListenerKeys {

    private static final Logger LOG = LogManager.getLogger(ListenerKeys.class);

    private final Object listener;
    /** In the order in which they came. */
    private final List<Member> members = new ArrayList<>();

    private final Map<Whom, String> passwords = new HashMap<>();
    private final Map<InetAddress, List<AoKey>> aoKeys = new HashMap<>();
    /** Null while there is none. */
    private Channel socket;

    /** Whom a password is for: one address, or with a length of 0 or more all of a prefix. */
    private record Whom(InetAddress address, int length) {
        private static final int ONE = -1;

        // As in IpAddress: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Whom that && length == that.length && address.equals(that.address);
        }

        @Override
        public int hashCode() {
            return 31 * address.hashCode() + length;
        }

        void set(Channel channel, String password) {
            if (length == ONE) {
                SocketOptions.md5(channel, address, password);
            } else {
                SocketOptions.md5(channel, address, length, password);
            }
        }
    }

    private record Member(BgpNeighbor neighbor, InetAddress remote, String password, List<AoKey> aoKeys) {
        static Member of(BgpNeighbor neighbor, NeighborSettings settings) {
            return new Member(neighbor, settings.remoteAddress(), settings.password(), settings.aoKeys());
        }

        boolean isAuthenticated() {
            return !password.isEmpty() || !aoKeys.isEmpty();
        }
    }

    /** @param listener whose keys these are, for the log */
    ListenerKeys(Object listener) {
        this.listener = listener;
    }

    /**
     * Puts all keys on a socket that is about to listen, and from now on each change.
     *
     * @throws ChannelException if the kernel refuses one
     */
    void attach(Channel opened) {
        socket = opened;
        passwords.forEach((whom, password) -> whom.set(opened, password));
        aoKeys.forEach((whom, keys) -> {
            AoSocket ao = new AoSocket(opened, whom);
            keys.forEach(ao::add);
        });
    }

    /** The socket is gone; the keys wait for the next one. */
    void detach() {
        socket = null;
    }

    boolean hasNeighbors() {
        return !members.isEmpty();
    }

    void add(BgpNeighbor neighbor, NeighborSettings settings) {
        warnOfOtherPasswords(settings);
        members.add(Member.of(neighbor, settings));
        renew(settings.remoteAddress());
    }

    /** Linux finds the key by the remote address alone. */
    private void warnOfOtherPasswords(NeighborSettings settings) {
        for (Member other : members) {
            if (other.remote.equals(settings.remoteAddress())
                    && (!other.password.equals(settings.password()) || !other.aoKeys.equals(settings.aoKeys()))) {
                LOG.warn(
                        "{}: {} has another password or other keys for the same neighbor address; the socket they share knows but one,"
                                + " so give both 'strict bind' and addresses of their own",
                        settings.name(),
                        other.neighbor.settings().name());
            }
        }
    }

    void remove(BgpNeighbor neighbor) {
        InetAddress remote = neighbor.settings().remoteAddress();
        members.removeIf(member -> member.neighbor == neighbor);
        renew(remote);
    }

    /** Puts another MD5 key, or other keys of TCP-AO, in force; connections already accepted keep theirs. */
    void replace(BgpNeighbor neighbor, NeighborSettings settings) {
        members.replaceAll(member -> member.neighbor == neighbor ? Member.of(neighbor, settings) : member);
        renew(settings.remoteAddress());
    }

    /** Of several neighbors at one address the first that has a password or keys decides. */
    private void renew(InetAddress remote) {
        Member first = null;
        for (Member member : members) {
            if (first == null && member.remote.equals(remote) && member.isAuthenticated()) {
                first = member;
            }
        }
        Whom whom = new Whom(remote, Whom.ONE);
        // The kernel takes a key of one sort only while there is none of the other.
        if (first == null || first.password.isEmpty()) {
            password(whom, "");
            aoKeys(remote, first == null ? List.of() : first.aoKeys);
        } else {
            aoKeys(remote, List.of());
            password(whom, first.password);
        }
    }

    private void aoKeys(InetAddress whom, List<AoKey> wanted) {
        List<AoKey> former = wanted.isEmpty() ? aoKeys.remove(whom) : aoKeys.put(whom, wanted);
        if (socket == null || (former == null && wanted.isEmpty())) {
            return;
        }
        try {
            new AoRollover(listener.toString(), former == null ? List.of() : former, wanted)
                    .listening(new AoSocket(socket, whom));
        } catch (ChannelException e) {
            LOG.error("{}: TCP-AO keys for {}: {}", listener, Addresses.text(whom), SocketErrors.text(e));
        }
    }

    /** The keys of TCP-AO that the socket has for a neighbor; none if it is not open. */
    List<InstalledAoKey> installed(InetAddress whom) {
        return socket == null ? List.of() : new AoSocket(socket, whom).installed();
    }

    /** The password of everybody in a prefix; empty for none. */
    void password(InetAddress network, int length, String password) {
        password(new Whom(network, length), password);
    }

    private void password(Whom whom, String password) {
        String previous = password.isEmpty() ? passwords.remove(whom) : passwords.put(whom, password);
        boolean changed = previous == null ? !password.isEmpty() : !previous.equals(password);
        if (changed && socket != null) {
            try {
                whom.set(socket, password);
            } catch (ChannelException e) {
                LOG.error("{}: MD5 password for {}: {}", listener, Addresses.text(whom.address), SocketErrors.text(e));
            }
        }
    }
}
