package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The table of capabilities jbgpd knows (RFC 5492; IANA Capability Codes): code, what negotiation makes of it, what
 * {@code show protocols all} calls it, and how its value is read. Rows stand in the order in which they are shown. Any
 * thread.
 *
 * <p>A capability without a value is this row and nothing else: it is a {@link Capability.Simple} on the wire.
 */
@SuppressWarnings("ImmutableEnumChecker") // lengths and readers are functions without state
public enum CapabilityType {
    /** RFC 4760 §8. */
    MULTIPROTOCOL(1, Use.BY_VALUE, "Multiprotocol", length -> length == 4, Capability.MultiProtocol::read),
    /** RFC 2918. */
    ROUTE_REFRESH(2, Use.NEIGHBOR, "Route refresh"),
    /** RFC 8950 §4. */
    EXTENDED_NEXT_HOP(
            5, Use.BY_VALUE, "Extended next hop", length -> length % 6 == 0, Capability.ExtendedNextHop::read),
    /** RFC 8654. */
    EXTENDED_MESSAGE(6, Use.BOTH, "Extended message"),
    /** RFC 4724 §3. */
    GRACEFUL_RESTART(64, Use.BOTH, "Graceful restart", length -> length % 4 == 2, Capability.GracefulRestart::read),
    /** RFC 6793 §3. */
    FOUR_BYTE_AS(65, Use.BOTH, "4-octet AS numbers", length -> length == 4, Capability.FourByteAs::read),
    /** RFC 7911 §4. */
    ADD_PATH(69, Use.BY_VALUE, "ADD-PATH", length -> length % 4 == 0, Capability.AddPath::read),
    /** RFC 7313 §3.1. */
    ENHANCED_ROUTE_REFRESH(70, Use.BOTH, "Enhanced refresh"),
    /** RFC 9494 §3.1. */
    LONG_LIVED_GRACEFUL_RESTART(
            71,
            Use.NEIGHBOR,
            "Long-lived graceful restart",
            length -> length % 7 == 0,
            Capability.LongLivedGracefulRestart::read),
    /** draft-walton-bgp-hostname-capability. A name only informs, so no length is wrong. */
    HOSTNAME(73, Use.BY_VALUE, "Hostname", length -> true, Capability.Hostname::read),
    /** RFC 9234 §4.1. */
    ROLE(9, Use.BY_VALUE, "Role", length -> length == 1, Capability.Role::read),
    /** Route refresh under Cisco's old code; tolerated with any value, never sent, not shown. */
    CISCO_REFRESH(128, Use.BY_VALUE, "", length -> true, null);

    /** When a capability is in use on a session. */
    public enum Use {
        /** Both sides must offer it. */
        BOTH,
        /** The neighbor's offer is enough. */
        NEIGHBOR,
        /** What both sides say in its value decides, mostly for each family. */
        BY_VALUE
    }

    private static final CapabilityType[] BY_CODE = new CapabilityType[256];

    static {
        for (CapabilityType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final Use use;
    private final String text;
    private final IntPredicate length;
    private final Function<ByteBuf, Capability> reader;

    /** One without a value. */
    CapabilityType(int code, Use use, String text) {
        this(code, use, text, size -> size == 0, null);
    }

    CapabilityType(int code, Use use, String text, IntPredicate length, Function<ByteBuf, Capability> reader) {
        this.code = code;
        this.use = use;
        this.text = text;
        this.length = length;
        this.reader = reader;
    }

    /** The row of this code, 0..255; null if jbgpd does not know the capability. */
    public static CapabilityType of(int code) {
        return BY_CODE[code];
    }

    /** The capability code, 1..255. */
    public int code() {
        return code;
    }

    /** When it is in use on a session. */
    public Use use() {
        return use;
    }

    /** What {@code show protocols all} calls it, in BIRD's words; empty if it is not shown. */
    public String text() {
        return text;
    }

    /** Whether there is nothing to it but being there. */
    public boolean isSimple() {
        return reader == null;
    }

    /** Reads a value, which is all of {@code value}; null if its length is wrong. */
    Capability read(ByteBuf value) {
        if (!length.test(value.readableBytes())) {
            return null;
        }
        return reader == null ? new Capability.Simple(this) : reader.apply(value);
    }
}
