package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;

/**
 * An OPEN message (RFC 4271 §4.2) with its capabilities (RFC 5492). Immutable; any thread.
 *
 * @param as2 the two-byte My Autonomous System field, 0..65535; {@link AsPath#AS_TRANS} if the AS number needs four
 *     bytes
 * @param holdTime seconds, 0 (none) or 3..65535
 * @param routerId BGP Identifier as unsigned 32 bits, not 0 (RFC 6286)
 * @param capabilities in the order of the message; the same one may occur twice
 */
public record OpenMessage(int as2, int holdTime, int routerId, List<Capability> capabilities) {

    private static final int VERSION = 4;
    private static final int CAPABILITIES = 2;
    private static final int EXTENDED_LENGTH = 255;

    /** What reading an OPEN came to. */
    public sealed interface Result {
        /** A well-formed OPEN; whether it suits the neighbor is the session's business. */
        record Accepted(OpenMessage open) implements Result {}

        /** A malformed OPEN: answer with the NOTIFICATION; {@code text} is for the log. */
        record Refused(Notification notification, String text) implements Result {}
    }

    public OpenMessage {
        capabilities = List.copyOf(capabilities);
    }

    /** An OPEN to send: two-byte AS field and FourByteAs capability are the caller's choice. */
    public static OpenMessage of(long as, int holdTime, int routerId, List<Capability> capabilities) {
        return new OpenMessage(as > 0xffff ? AsPath.AS_TRANS : (int) as, holdTime, routerId, capabilities);
    }

    /** The sender's AS number: of the FourByteAs capability if there is one, else the two-byte field. */
    public long as() {
        Capability.FourByteAs four = capability(Capability.FourByteAs.class);
        return four == null ? as2 : four.as();
    }

    /** The first capability of this kind, or null. */
    public <C extends Capability> C capability(Class<C> kind) {
        for (Capability each : capabilities) {
            if (kind.isInstance(each)) {
                return kind.cast(each);
            }
        }
        return null;
    }

    /** The last capability of this kind, or null: of some only that one counts (RFC 4724 §3). */
    public <C extends Capability> C lastCapability(Class<C> kind) {
        C last = null;
        for (Capability each : capabilities) {
            if (kind.isInstance(each)) {
                last = kind.cast(each);
            }
        }
        return last;
    }

    /**
     * Whether the sender offers the family; without any MultiProtocol capability that is IPv4 unicast (RFC 4760 §8).
     */
    public boolean offers(AddressFamily family) {
        boolean any = false;
        for (Capability each : capabilities) {
            if (each instanceof Capability.MultiProtocol offered) {
                any = true;
                if (offered.family() == family) {
                    return true;
                }
            }
        }
        return !any && family == AddressFamily.IPV4_UNICAST;
    }

    /**
     * Longest message the sender takes once the session stands, header included: 4096 or 65535 bytes. RFC 8654 §4: who
     * offers extended messages takes them, whether or not the other side offered them too.
     */
    public int longestTaken() {
        return capabilities.contains(new Capability.Simple(CapabilityType.EXTENDED_MESSAGE))
                ? MessageHeader.MAX_EXTENDED
                : MessageHeader.MAX_STANDARD;
    }

    /** Reads an OPEN body of at least ten bytes ({@link MessageHeader} has checked that); {@code body} is consumed. */
    public static Result decode(ByteBuf body) {
        int version = body.readUnsignedByte();
        if (version != VERSION) {
            // RFC 4271 §6.2: the data is the largest version supported
            return refused(Notification.Kind.UNSUPPORTED_VERSION, new byte[] {0, VERSION}, "BGP version " + version);
        }
        int as2 = body.readUnsignedShort();
        int holdTime = body.readUnsignedShort();
        int routerId = body.readInt();
        if (as2 == 0) {
            return refused(Notification.Kind.BAD_PEER_AS, new byte[2], "AS number 0 (RFC 7607)");
        }
        if (holdTime == 1 || holdTime == 2) {
            return refused(
                    Notification.Kind.UNACCEPTABLE_HOLD_TIME,
                    new byte[] {0, (byte) holdTime},
                    "hold time of " + holdTime + " s");
        }
        if (routerId == 0) {
            return refused(Notification.Kind.BAD_BGP_IDENTIFIER, new byte[4], "BGP identifier 0.0.0.0 (RFC 6286)");
        }
        List<Capability> capabilities = new ArrayList<>();
        Result.Refused refused = readParameters(body, capabilities);
        if (refused != null) {
            return refused;
        }
        OpenMessage open = new OpenMessage(as2, holdTime, routerId, capabilities);
        if (open.as() == 0) {
            return refused(Notification.Kind.BAD_PEER_AS, new byte[4], "4-byte AS number 0 (RFC 7607)");
        }
        return new Result.Accepted(open);
    }

    private static Result.Refused readParameters(ByteBuf body, List<Capability> capabilities) {
        int length = body.readUnsignedByte();
        boolean extended = false;
        // RFC 9072 §2: a first parameter of type 255 announces the extended form
        if (length > 0 && body.readableBytes() >= 3 && body.getUnsignedByte(body.readerIndex()) == EXTENDED_LENGTH) {
            body.skipBytes(1);
            length = body.readUnsignedShort();
            extended = true;
        }
        if (length != body.readableBytes()) {
            return malformed("optional parameters of " + length + " bytes in " + body.readableBytes());
        }
        int header = extended ? 3 : 2;
        while (body.isReadable()) {
            if (body.readableBytes() < header) {
                return malformed("a truncated optional parameter");
            }
            int type = body.readUnsignedByte();
            int size = extended ? body.readUnsignedShort() : body.readUnsignedByte();
            if (size > body.readableBytes()) {
                return malformed("an optional parameter of " + size + " bytes in " + body.readableBytes());
            }
            if (type != CAPABILITIES) {
                return refused(Notification.Kind.UNSUPPORTED_PARAMETER, new byte[0], "optional parameter " + type);
            }
            Result.Refused refused = readCapabilities(body.readSlice(size), capabilities);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private static Result.Refused readCapabilities(ByteBuf parameter, List<Capability> capabilities) {
        while (parameter.isReadable()) {
            if (parameter.readableBytes() < 2) {
                return malformed("a truncated capability");
            }
            int code = parameter.readUnsignedByte();
            int length = parameter.readUnsignedByte();
            if (length > parameter.readableBytes()) {
                return malformed("capability " + code + " of " + length + " bytes in " + parameter.readableBytes());
            }
            Capability capability = CapabilityCodec.decode(code, parameter.readSlice(length));
            if (capability == null) {
                return malformed("capability " + code + " of " + length + " bytes");
            }
            capabilities.add(capability);
        }
        return null;
    }

    private static Result.Refused malformed(String text) {
        return refused(Notification.Kind.INVALID_OPEN, new byte[0], text);
    }

    private static Result.Refused refused(Notification.Kind kind, byte[] data, String text) {
        return new Result.Refused(new Notification(kind, data), text);
    }

    /** Writes the whole message, header included; all capabilities in one parameter, long ones as in RFC 9072. */
    public void encode(ByteBuf out) {
        int start = out.writerIndex();
        MessageHeader.write(out, MessageType.OPEN, 0);
        out.writeByte(VERSION);
        out.writeShort(as2);
        out.writeShort(holdTime);
        out.writeInt(routerId);
        int lengthAt = out.writerIndex();
        out.writeByte(0);
        if (!capabilities.isEmpty()) {
            out.writeByte(CAPABILITIES);
            out.writeByte(0);
            capabilities.forEach(each -> CapabilityCodec.encode(each, out));
            int length = out.writerIndex() - lengthAt - 3;
            if (length <= 253) {
                out.setByte(lengthAt, length + 2);
                out.setByte(lengthAt + 2, length);
            } else {
                extend(out, lengthAt, length);
            }
        }
        MessageHeader.close(out, start);
    }

    /** RFC 9072 §2: makes way for the longer headers of the one parameter of {@code length} bytes. */
    private static void extend(ByteBuf out, int lengthAt, int length) {
        ByteBuf value = out.copy(lengthAt + 3, length);
        out.writerIndex(lengthAt);
        out.writeByte(EXTENDED_LENGTH);
        out.writeByte(EXTENDED_LENGTH);
        out.writeShort(length + 3);
        out.writeByte(CAPABILITIES);
        out.writeShort(length);
        out.writeBytes(value);
        value.release();
    }
}
