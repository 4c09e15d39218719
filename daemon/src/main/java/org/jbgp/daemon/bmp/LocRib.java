package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.bmp.message.BmpWriter;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.bmp.message.PeerHeader;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * A Loc-RIB as stations hear of it (RFC 9069): the default tables of both families together, or one other table. Any
 * thread; it holds no state but its subscribers.
 */
final class LocRib implements ReportedPeer {
    private final BmpHub hub;
    private final String name;
    private final Map<AddressFamily, Integer> tables;
    private final PeerHeader header;
    private final Instant since;
    private final Subscribers subscribers = new Subscribers();

    /**
     * @param name {@code global} for the default one (RFC 9069 §5.3), else the table's
     * @param tables numbers of its tables
     */
    LocRib(BmpHub hub, String name, Map<AddressFamily, Integer> tables, PeerHeader header) {
        this.hub = hub;
        this.name = name;
        this.tables = Map.copyOf(tables);
        this.header = header;
        this.since = hub.now();
    }

    Map<AddressFamily, Integer> tables() {
        return tables;
    }

    /** True if both stand for the same to a station. */
    boolean sameAs(LocRib other) {
        return name.equals(other.name) && tables.equals(other.tables) && header.equals(other.header);
    }

    @Override
    public PeerHeader header() {
        return header;
    }

    @Override
    public Subscribers subscribers() {
        return subscribers;
    }

    @Override
    public PeerSort sort(ObservedRib rib) {
        return PeerSort.INTERNAL;
    }

    @Override
    public boolean addPath(ObservedRib rib, AddressFamily family) {
        return false;
    }

    /** Prefixes in a shard's slices of its tables. On that shard. */
    Map<AddressFamily, Integer> prefixes(Shard shard) {
        Map<AddressFamily, Integer> counted = new EnumMap<>(AddressFamily.class);
        tables.forEach((family, table) -> {
            TableSlice slice = shard.table(table);
            counted.put(family, slice == null ? 0 : slice.prefixCount());
        });
        return counted;
    }

    /** Announces it to a station. */
    void join(StationLink link) {
        ByteBuf message = hub.buffer();
        BmpWriter.localUp(message, header, since, open(), name);
        subscribers.join(link, message);
    }

    /** RFC 9069 §5.2: what stands for both OPENs says AS number and families. */
    private byte[] open() {
        List<Capability> capabilities = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            if (tables.containsKey(family)) {
                capabilities.add(new Capability.MultiProtocol(family.afi(), family.safi()));
            }
        }
        capabilities.add(new Capability.FourByteAs(header.as()));
        ByteBuf open = hub.buffer();
        OpenMessage.of(header.as(), 0, header.bgpId(), capabilities).encode(open);
        byte[] bytes = new byte[open.readableBytes()];
        open.readBytes(bytes);
        open.release();
        return bytes;
    }

    /** It is not reported any more. */
    void down() {
        ByteBuf message = hub.buffer();
        BmpWriter.localDown(message, header, hub.now(), name);
        subscribers.close(message);
    }
}
