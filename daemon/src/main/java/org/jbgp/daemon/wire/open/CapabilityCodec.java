package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Capabilities to bytes and back (RFC 5492 §4: code u8, length u8, value). */
final class CapabilityCodec {
    private CapabilityCodec() {}

    /**
     * Reads the capability whose value is all of {@code value}; null if its length is wrong for a code that changes
     * what is said on the session. Those that only inform (host name, and all that jbgpd does not know) are never
     * wrong.
     */
    static Capability decode(int code, ByteBuf value) {
        CapabilityType type = CapabilityType.of(code);
        return type == null ? new Capability.Unknown(code, ByteBufUtil.hexDump(value)) : type.read(value);
    }

    /** Writes code, length and value. */
    static void encode(Capability capability, ByteBuf out) {
        out.writeByte(capability.code());
        int lengthAt = out.writerIndex();
        out.writeByte(0);
        capability.write(out);
        int length = out.writerIndex() - lengthAt - 1;
        if (length > 255) {
            throw new IllegalArgumentException("capability " + capability.code() + " of " + length + " bytes");
        }
        out.setByte(lengthAt, length);
    }
}
