package org.jbgp.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** All neighbors of the router, and the one thread's loop over their sockets. */
final class Peers implements AutoCloseable {
    private static final long SENDER_AS = 4_200_000_000L;
    private static final long RECEIVER_AS = 4_200_100_000L;

    /** What all peers share. */
    record Network(
            Selector selector,
            InetSocketAddress router,
            int nextHop,
            int hold,
            List<Integer> families,
            ByteBuffer buffer,
            List<String> complaints) {
        void lost(Peer peer) {
            complaints.add((peer.sink() == null ? "sender " : "receiver ") + peer.index() + " lost its session");
        }

        void complain(String what) {
            complaints.add(what);
        }
    }

    private final Network network;
    private final List<Peer> senders = new ArrayList<>();
    private final List<Peer> receivers = new ArrayList<>();
    private final List<Peer> all = new ArrayList<>();

    Peers(LoadOptions options, RouteTable table) throws IOException {
        network = new Network(
                Selector.open(),
                new InetSocketAddress(InetAddress.ofLiteral(options.router()), options.port()),
                options.nextHop().isEmpty() ? 0 : number(options.nextHop()),
                options.hold(),
                families(options),
                ByteBuffer.allocateDirect(1 << 18),
                new ArrayList<>());
        for (int i = 0; i < options.senders(); i++) {
            long as = options.internal() ? options.routerAs() : SENDER_AS + i;
            senders.add(new Peer(network, i, as, address(options.base(), 1, i), Peer.Reading.PROMPT, null));
        }
        for (int i = 0; i < options.receivers(); i++) {
            long as = options.internal() ? options.routerAs() : RECEIVER_AS + i;
            int last = options.receivers() - i;
            Peer.Reading reading = Peer.Reading.PROMPT;
            if (last <= options.slow()) {
                reading = Peer.Reading.SLOW;
            } else if (last <= options.slow() + options.stuck()) {
                reading = Peer.Reading.STUCK;
            }
            receivers.add(new Peer(
                    network,
                    i,
                    as,
                    address(options.base(), 2, i),
                    reading,
                    new Sink(table, options.addPaths() ? options.senders() : 0)));
        }
        all.addAll(senders);
        all.addAll(receivers);
    }

    private static List<Integer> families(LoadOptions options) {
        if (options.bothFamilies()) {
            return List.of(Messages.IPV4, Messages.IPV6);
        }
        return List.of(options.ipv6() ? Messages.IPV6 : Messages.IPV4);
    }

    /** base.kind.x.y; 200 hosts in each x, none of them 0. */
    private static int address(int base, int kind, int index) {
        return base << 24 | kind << 16 | (index / 200) << 8 | (index % 200 + 1);
    }

    private static int number(String dotted) throws IOException {
        return ByteBuffer.wrap(InetAddress.ofLiteral(dotted).getAddress()).getInt();
    }

    static String dotted(int address) {
        return "%d.%d.%d.%d".formatted(address >>> 24, address >>> 16 & 0xFF, address >>> 8 & 0xFF, address & 0xFF);
    }

    List<Peer> senders() {
        return senders;
    }

    /** Those that read as fast as they can. */
    List<Peer> promptReceivers() {
        return receivers.stream().filter(Peer::isPrompt).toList();
    }

    List<Peer> receivers() {
        return receivers;
    }

    List<Peer> all() {
        return all;
    }

    /** What went wrong so far: lost sessions, NOTIFICATIONs. */
    List<String> complaints() {
        return network.complaints();
    }

    /** One turn: waits up to 10 ms for sockets, then does what is due. */
    void turn() throws IOException {
        network.selector().select(10);
        for (SelectionKey key : network.selector().selectedKeys()) {
            if (key.isValid()) {
                ((Peer) key.attachment()).ready();
            }
        }
        network.selector().selectedKeys().clear();
        long now = System.nanoTime();
        for (Peer peer : all) {
            peer.tick(now);
        }
    }

    @Override
    public void close() throws IOException {
        network.selector().close();
    }
}
