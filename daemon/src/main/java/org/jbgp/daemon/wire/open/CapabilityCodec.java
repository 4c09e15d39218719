package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Capabilities to bytes and back (RFC 5492 §4: code u8, length u8, value). */
final class CapabilityCodec {
    private static final int RESTARTING = 0x8000;
    private static final int NOTIFICATION = 0x4000;
    private static final int FORWARDING = 0x80;
    private static final int HOSTNAME = 73;

    private CapabilityCodec() {}

    /**
     * Reads the capability whose value is all of {@code value}; null if its length is wrong for a code that changes what is said on the
     * session. Those that only inform (host name, and all that jbgpd does not know) are never wrong.
     */
    static Capability decode(int code, ByteBuf value) {
        int length = value.readableBytes();
        return switch (code) {
            case 1 ->
                length == 4 ? new Capability.MultiProtocol(value.readUnsignedShort(), value.readShort() & 0xff) : null;
            case 2 -> length == 0 ? new Capability.Refresh() : null;
            case 5 -> length % 6 == 0 ? extendedNextHop(value) : null;
            case 6 -> length == 0 ? new Capability.ExtendedMessage() : null;
            case 9 -> length == 1 ? new Capability.Role(value.readUnsignedByte()) : null;
            case 64 -> length % 4 == 2 ? gracefulRestart(value) : null;
            case 65 -> length == 4 ? new Capability.FourByteAs(value.readUnsignedInt()) : null;
            case 69 -> length % 4 == 0 ? addPath(value) : null;
            case 70 -> length == 0 ? new Capability.EnhancedRefresh() : null;
            case 71 -> length % 7 == 0 ? longLived(value) : null;
            case HOSTNAME -> hostname(value);
            case 128 -> new Capability.CiscoRefresh();
            default -> new Capability.Unknown(code, ByteBufUtil.hexDump(value));
        };
    }

    private static Capability extendedNextHop(ByteBuf value) {
        List<Capability.NextHopFamily> entries = new ArrayList<>();
        while (value.isReadable()) {
            entries.add(new Capability.NextHopFamily(
                    value.readUnsignedShort(), value.readUnsignedShort(), value.readUnsignedShort()));
        }
        return new Capability.ExtendedNextHop(entries);
    }

    private static Capability gracefulRestart(ByteBuf value) {
        int head = value.readUnsignedShort();
        List<Capability.RestartFamily> entries = new ArrayList<>();
        while (value.isReadable()) {
            entries.add(new Capability.RestartFamily(
                    value.readUnsignedShort(), value.readUnsignedByte(), (value.readByte() & FORWARDING) != 0));
        }
        return new Capability.GracefulRestart(
                (head & RESTARTING) != 0, (head & NOTIFICATION) != 0, head & 0x0fff, entries);
    }

    private static Capability addPath(ByteBuf value) {
        List<Capability.AddPathFamily> entries = new ArrayList<>();
        while (value.isReadable()) {
            int afi = value.readUnsignedShort();
            int safi = value.readUnsignedByte();
            int mode = value.readUnsignedByte();
            // RFC 7911 §4: any other value means the entry is to be ignored
            if (mode >= Capability.AddPath.RECEIVE && mode <= (Capability.AddPath.RECEIVE | Capability.AddPath.SEND)) {
                entries.add(new Capability.AddPathFamily(afi, safi, mode));
            }
        }
        return new Capability.AddPath(entries);
    }

    private static Capability longLived(ByteBuf value) {
        List<Capability.LongLivedFamily> entries = new ArrayList<>();
        while (value.isReadable()) {
            entries.add(new Capability.LongLivedFamily(
                    value.readUnsignedShort(),
                    value.readUnsignedByte(),
                    (value.readByte() & FORWARDING) != 0,
                    value.readUnsignedMedium()));
        }
        return new Capability.LongLivedGracefulRestart(entries);
    }

    /**
     * A name only informs, so what is malformed ends no session: a name that is whole counts whatever follows it, the rest is kept as
     * bytes nobody understands (RFC 5492 §3: such a capability is ignored).
     */
    private static Capability hostname(ByteBuf value) {
        String bytes = ByteBufUtil.hexDump(value);
        String host = shortString(value);
        if (host == null) {
            return new Capability.Unknown(HOSTNAME, bytes);
        }
        String domain = shortString(value);
        return new Capability.Hostname(host, domain == null ? "" : domain);
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

    /** Writes code, length and value. */
    static void encode(Capability capability, ByteBuf out) {
        out.writeByte(capability.code());
        int lengthAt = out.writerIndex();
        out.writeByte(0);
        switch (capability) {
            case Capability.MultiProtocol(int afi, int safi) -> {
                out.writeShort(afi);
                out.writeShort(safi);
            }
            case Capability.ExtendedNextHop(List<Capability.NextHopFamily> entries) -> {
                for (Capability.NextHopFamily entry : entries) {
                    out.writeShort(entry.afi());
                    out.writeShort(entry.safi());
                    out.writeShort(entry.nextHopAfi());
                }
            }
            case Capability.Role(int role) -> out.writeByte(role);
            case Capability.GracefulRestart restart -> encode(restart, out);
            case Capability.FourByteAs(long as) -> out.writeInt((int) as);
            case Capability.AddPath(List<Capability.AddPathFamily> entries) -> {
                for (Capability.AddPathFamily entry : entries) {
                    out.writeShort(entry.afi());
                    out.writeByte(entry.safi());
                    out.writeByte(entry.mode());
                }
            }
            case Capability.LongLivedGracefulRestart(List<Capability.LongLivedFamily> entries) -> {
                for (Capability.LongLivedFamily entry : entries) {
                    out.writeShort(entry.afi());
                    out.writeByte(entry.safi());
                    out.writeByte(entry.forwarding() ? FORWARDING : 0);
                    out.writeMedium(entry.staleTime());
                }
            }
            case Capability.Hostname(String host, String domain) -> {
                byte[] hostBytes = shortBytes(host, 126);
                byte[] domainBytes = shortBytes(domain, 126);
                out.writeByte(hostBytes.length).writeBytes(hostBytes);
                out.writeByte(domainBytes.length).writeBytes(domainBytes);
            }
            case Capability.Unknown unknown -> out.writeBytes(HexFormat.of().parseHex(unknown.value()));
            case Capability.Refresh() -> {}
            case Capability.CiscoRefresh() -> {}
            case Capability.ExtendedMessage() -> {}
            case Capability.EnhancedRefresh() -> {}
        }
        int length = out.writerIndex() - lengthAt - 1;
        if (length > 255) {
            throw new IllegalArgumentException("capability " + capability.code() + " of " + length + " bytes");
        }
        out.setByte(lengthAt, length);
    }

    private static void encode(Capability.GracefulRestart restart, ByteBuf out) {
        out.writeShort((restart.restarting() ? RESTARTING : 0)
                | (restart.notification() ? NOTIFICATION : 0)
                | (restart.restartTime() & 0x0fff));
        for (Capability.RestartFamily entry : restart.entries()) {
            out.writeShort(entry.afi());
            out.writeByte(entry.safi());
            out.writeByte(entry.forwarding() ? FORWARDING : 0);
        }
    }

    private static byte[] shortBytes(String text, int limit) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, limit);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(utf8, length);
    }
}
