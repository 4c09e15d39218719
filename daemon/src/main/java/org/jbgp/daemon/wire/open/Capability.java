package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.Utf8;

/**
 * One capability of an OPEN message (RFC 5492; IANA Capability Codes). Immutable; any thread.
 *
 * <p>Address families are kept as numbers, so that what jbgpd does not carry can still be shown.
 */
public sealed interface Capability {
    /** Its row in the table; null if jbgpd does not know it. */
    CapabilityType type();

    /** The capability code, 0..255. */
    default int code() {
        return type().code();
    }

    /** Writes the value. */
    void write(ByteBuf out);

    /** A capability without a value. */
    record Simple(CapabilityType type) implements Capability {
        public Simple {
            if (!type.isSimple()) {
                throw new IllegalArgumentException(type + " has a value");
            }
        }

        @Override
        public void write(ByteBuf out) {}
    }

    /** Multiprotocol extensions (RFC 4760 §8). */
    record MultiProtocol(int afi, int safi) implements Capability {
        public MultiProtocol(AddressFamily family) {
            this(family.afi(), family.safi());
        }

        /** The family, or null if jbgpd does not carry it. */
        public AddressFamily family() {
            return AddressFamily.of(afi, safi);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.MULTIPROTOCOL;
        }

        static MultiProtocol read(ByteBuf value) {
            return new MultiProtocol(value.readUnsignedShort(), value.readShort() & 0xff);
        }

        @Override
        public void write(ByteBuf out) {
            out.writeShort(afi);
            out.writeShort(safi);
        }
    }

    /** IPv4 NLRI with IPv6 next hops (RFC 8950 §4). */
    record ExtendedNextHop(List<NextHopFamily> entries) implements Capability {
        public ExtendedNextHop {
            entries = List.copyOf(entries);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.EXTENDED_NEXT_HOP;
        }

        static ExtendedNextHop read(ByteBuf value) {
            List<NextHopFamily> entries = new ArrayList<>();
            while (value.isReadable()) {
                entries.add(new NextHopFamily(
                        value.readUnsignedShort(), value.readUnsignedShort(), value.readUnsignedShort()));
            }
            return new ExtendedNextHop(entries);
        }

        @Override
        public void write(ByteBuf out) {
            for (NextHopFamily entry : entries) {
                out.writeShort(entry.afi);
                out.writeShort(entry.safi);
                out.writeShort(entry.nextHopAfi);
            }
        }
    }

    /** BGP role (RFC 9234 §4.1): 0 provider, 1 route server, 2 route server client, 3 customer, 4 peer. */
    record Role(int role) implements Capability {
        @Override
        public CapabilityType type() {
            return CapabilityType.ROLE;
        }

        static Role read(ByteBuf value) {
            return new Role(value.readUnsignedByte());
        }

        @Override
        public void write(ByteBuf out) {
            out.writeByte(role);
        }
    }

    /**
     * Graceful restart (RFC 4724 §3, RFC 8538).
     *
     * @param restarting the R bit
     * @param notification the N bit: NOTIFICATIONs keep forwarding state, too
     * @param restartTime seconds, 0..4095
     */
    record GracefulRestart(boolean restarting, boolean notification, int restartTime, List<RestartFamily> entries)
            implements Capability {
        private static final int RESTARTING = 0x8000;
        private static final int NOTIFICATION = 0x4000;
        private static final int FORWARDING = 0x80;

        public GracefulRestart {
            entries = List.copyOf(entries);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.GRACEFUL_RESTART;
        }

        static GracefulRestart read(ByteBuf value) {
            int head = value.readUnsignedShort();
            List<RestartFamily> entries = new ArrayList<>();
            while (value.isReadable()) {
                entries.add(new RestartFamily(
                        value.readUnsignedShort(), value.readUnsignedByte(), (value.readByte() & FORWARDING) != 0));
            }
            return new GracefulRestart((head & RESTARTING) != 0, (head & NOTIFICATION) != 0, head & 0x0fff, entries);
        }

        @Override
        public void write(ByteBuf out) {
            out.writeShort((restarting ? RESTARTING : 0) | (notification ? NOTIFICATION : 0) | (restartTime & 0x0fff));
            for (RestartFamily entry : entries) {
                out.writeShort(entry.afi);
                out.writeByte(entry.safi);
                out.writeByte(entry.forwarding ? FORWARDING : 0);
            }
        }
    }

    /** 4-byte AS numbers (RFC 6793 §3). */
    record FourByteAs(long as) implements Capability {
        @Override
        public CapabilityType type() {
            return CapabilityType.FOUR_BYTE_AS;
        }

        static FourByteAs read(ByteBuf value) {
            return new FourByteAs(value.readUnsignedInt());
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt((int) as);
        }
    }

    /** Several paths per prefix (RFC 7911 §4). */
    record AddPath(List<AddPathFamily> entries) implements Capability {
        public static final int RECEIVE = 1;
        public static final int SEND = 2;

        public AddPath {
            entries = List.copyOf(entries);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.ADD_PATH;
        }

        static AddPath read(ByteBuf value) {
            List<AddPathFamily> entries = new ArrayList<>();
            while (value.isReadable()) {
                int afi = value.readUnsignedShort();
                int safi = value.readUnsignedByte();
                int mode = value.readUnsignedByte();
                // RFC 7911 §4: any other value means the entry is to be ignored
                if (mode >= RECEIVE && mode <= (RECEIVE | SEND)) {
                    entries.add(new AddPathFamily(afi, safi, mode));
                }
            }
            return new AddPath(entries);
        }

        @Override
        public void write(ByteBuf out) {
            for (AddPathFamily entry : entries) {
                out.writeShort(entry.afi);
                out.writeByte(entry.safi);
                out.writeByte(entry.mode);
            }
        }
    }

    /** Long-lived graceful restart (RFC 9494 §3.1). */
    record LongLivedGracefulRestart(List<LongLivedFamily> entries) implements Capability {
        public LongLivedGracefulRestart {
            entries = List.copyOf(entries);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.LONG_LIVED_GRACEFUL_RESTART;
        }

        static LongLivedGracefulRestart read(ByteBuf value) {
            List<LongLivedFamily> entries = new ArrayList<>();
            while (value.isReadable()) {
                entries.add(new LongLivedFamily(
                        value.readUnsignedShort(),
                        value.readUnsignedByte(),
                        (value.readByte() & GracefulRestart.FORWARDING) != 0,
                        value.readUnsignedMedium()));
            }
            return new LongLivedGracefulRestart(entries);
        }

        @Override
        public void write(ByteBuf out) {
            for (LongLivedFamily entry : entries) {
                out.writeShort(entry.afi);
                out.writeByte(entry.safi);
                out.writeByte(entry.forwarding ? GracefulRestart.FORWARDING : 0);
                out.writeMedium(entry.staleTime);
            }
        }
    }

    /**
     * Host and domain name (draft-walton-bgp-hostname-capability), as FRR and BIRD send it. Each at most 255 bytes of
     * UTF-8.
     */
    record Hostname(String host, String domain) implements Capability {
        /** The host name as it may be shown: without control characters. */
        public String shown() {
            return Notification.printable(host);
        }

        @Override
        public CapabilityType type() {
            return CapabilityType.HOSTNAME;
        }

        /**
         * A name only informs, so what is malformed ends no session: a name that is whole counts whatever follows it,
         * the rest is kept as bytes nobody understands (RFC 5492 §3: such a capability is ignored).
         */
        static Capability read(ByteBuf value) {
            String bytes = ByteBufUtil.hexDump(value);
            String host = shortString(value);
            if (host == null) {
                return new Unknown(CapabilityType.HOSTNAME.code(), bytes);
            }
            String domain = shortString(value);
            return new Hostname(host, domain == null ? "" : domain);
        }

        /** A length of one byte and so many bytes; null if they are not there. */
        private static String shortString(ByteBuf value) {
            if (!value.isReadable()) {
                return null;
            }
            int length = value.readUnsignedByte();
            return length > value.readableBytes()
                    ? null
                    : value.readCharSequence(length, StandardCharsets.UTF_8).toString();
        }

        @Override
        public void write(ByteBuf out) {
            byte[] hostBytes = Utf8.atMost(host, 126);
            byte[] domainBytes = Utf8.atMost(domain, 126);
            out.writeByte(hostBytes.length).writeBytes(hostBytes);
            out.writeByte(domainBytes.length).writeBytes(domainBytes);
        }
    }

    /** A capability jbgpd does not interpret, kept to be shown; {@code value} in hexadecimal. */
    record Unknown(int code, String value) implements Capability {
        @Override
        public CapabilityType type() {
            return null;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeBytes(HexFormat.of().parseHex(value));
        }
    }

    /** One family of {@link ExtendedNextHop}: {@code nextHopAfi} is 16 bits on the wire. */
    record NextHopFamily(int afi, int safi, int nextHopAfi) {}

    /** One family of {@link GracefulRestart}: {@code forwarding}: the F bit, forwarding state has been preserved. */
    record RestartFamily(int afi, int safi, boolean forwarding) {}

    /**
     * One family of {@link AddPath}: {@code mode}: {@link AddPath#RECEIVE} | {@link AddPath#SEND}, what the sender of
     * the capability is able to do.
     */
    record AddPathFamily(int afi, int safi, int mode) {}

    /** One family of {@link LongLivedGracefulRestart}: {@code staleTime}: seconds, 24 bits. */
    record LongLivedFamily(int afi, int safi, boolean forwarding, int staleTime) {}
}
