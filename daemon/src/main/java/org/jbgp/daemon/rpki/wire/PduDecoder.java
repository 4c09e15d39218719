package org.jbgp.daemon.rpki.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.wire.Utf8;

/**
 * Reads PDUs as a router gets them. Throws nothing but {@link PduException}, whatever the bytes are, and reads nothing
 * outside the PDU.
 */
public final class PduDecoder {
    /** The highest version of the protocol. */
    public static final int HIGHEST_VERSION = 2;

    /** Bytes of a PDU's header. */
    public static final int HEADER = 8;

    /** Bytes: longer ones are refused; room for 16,381 providers of one customer. */
    public static final int LONGEST = 65_536;

    private static final int LENGTH_AT = 4;

    private PduDecoder() {}

    /**
     * The length of the PDU that begins here.
     *
     * @param in at least {@link #HEADER} bytes from {@code at} on
     * @throws PduException if no PDU can be so long
     */
    public static int length(ByteBuf in, int at) throws PduException {
        long length = in.getUnsignedInt(at + LENGTH_AT);
        if (length < HEADER || length > LONGEST) {
            throw new PduException(PduError.CORRUPT_DATA, "PDU of " + length + " bytes");
        }
        return (int) length;
    }

    /** The version in the header that begins here. */
    public static int version(ByteBuf in, int at) {
        return in.getUnsignedByte(at);
    }

    /** The type in the header that begins here, null for one that no version has. */
    public static PduType type(ByteBuf in, int at) {
        return PduType.of(in.getUnsignedByte(at + 1));
    }

    /**
     * Reads a whole PDU; the buffer's indices do not change.
     *
     * @param length as {@link #length} said, and so many bytes are there
     * @throws PduException if it is none, or breaks a rule for all PDUs of its type
     */
    public static Pdu read(ByteBuf in, int at, int length) throws PduException {
        int version = version(in, at);
        PduType type = type(in, at);
        if (type == null || (version <= HIGHEST_VERSION && version < type.since())) {
            throw new PduException(
                    PduError.UNSUPPORTED_TYPE, "Unsupported PDU type " + in.getUnsignedByte(at + 1) + " received");
        }
        if (!type.fits(version, length)) {
            throw new PduException(
                    PduError.CORRUPT_DATA,
                    "Received " + type.text() + " PDU with " + length + " bytes",
                    type == PduType.ERROR_REPORT);
        }
        int session = in.getUnsignedShort(at + 2);
        return switch (type) {
            case SERIAL_NOTIFY -> new Pdu.SerialNotify(session, in.getInt(at + HEADER));
            case SERIAL_QUERY -> new Pdu.SerialQuery(session, in.getInt(at + HEADER));
            case RESET_QUERY -> new Pdu.ResetQuery();
            case CACHE_RESPONSE -> new Pdu.CacheResponse(session);
            case IPV4_PREFIX -> prefix4(in, at);
            case IPV6_PREFIX -> prefix6(in, at);
            case END_OF_DATA ->
                new Pdu.EndOfData(
                        session,
                        in.getInt(at + HEADER),
                        version == 0
                                ? null
                                : new Pdu.Intervals(
                                        in.getUnsignedInt(at + 12),
                                        in.getUnsignedInt(at + 16),
                                        in.getUnsignedInt(at + 20)));
            case CACHE_RESET -> new Pdu.CacheReset();
            case ROUTER_KEY -> new Pdu.RouterKey(announced(in.getUnsignedByte(at + 2)), in.getInt(at + 28));
            case ERROR_REPORT -> error(in, at, length, version, session);
            case ASPA -> aspa(in, at, length);
        };
    }

    private static boolean announced(int flags) {
        return (flags & 1) != 0;
    }

    private static Pdu prefix4(ByteBuf in, int at) throws PduException {
        int length = in.getUnsignedByte(at + 9);
        int most = in.getUnsignedByte(at + 10);
        long address = in.getUnsignedInt(at + 12);
        check(length, most, 32);
        if (length < 32 && (address & 0xFFFF_FFFFL >>> length) != 0) {
            throw hostBits();
        }
        return new Pdu.Prefix(
                announced(in.getUnsignedByte(at + HEADER)), true, 0, address, length, most, in.getInt(at + 16));
    }

    private static Pdu prefix6(ByteBuf in, int at) throws PduException {
        int length = in.getUnsignedByte(at + 9);
        int most = in.getUnsignedByte(at + 10);
        long hi = in.getLong(at + 12);
        long lo = in.getLong(at + 20);
        check(length, most, 128);
        boolean clean = length >= 64
                ? length == 128 || (lo & -1L >>> (length - 64)) == 0
                : lo == 0 && (hi & -1L >>> length) == 0;
        if (!clean) {
            throw hostBits();
        }
        return new Pdu.Prefix(
                announced(in.getUnsignedByte(at + HEADER)), false, hi, lo, length, most, in.getInt(at + 28));
    }

    private static void check(int length, int most, int bits) throws PduException {
        if (length > most || most > bits) {
            throw new PduException(PduError.CORRUPT_DATA, "Invalid prefix length " + length + " or maximum " + most);
        }
    }

    private static PduException hostBits() {
        return new PduException(PduError.CORRUPT_DATA, "Prefix with bits beyond its length");
    }

    private static Pdu aspa(ByteBuf in, int at, int length) throws PduException {
        if (isEarlyAspa(in, at, length)) {
            int customer = in.getInt(at + 12);
            return in.getUnsignedByte(at + 9) == 0
                    ? aspa(announced(in.getUnsignedByte(at + 8)), customer, in, at + 16, at + length)
                    : new Pdu.ProvidersOfIpv6(customer);
        }
        return aspa(announced(in.getUnsignedByte(at + 2)), in.getInt(at + HEADER), in, at + 12, at + length);
    }

    /**
     * The form of the drafts up to draft-ietf-sidrops-8210bis-12, which Debian's StayRTR writes: flags, family and
     * number of providers before the customer, and a PDU for each family. In today's form it would be a withdrawal with
     * providers, which there is none of.
     */
    private static boolean isEarlyAspa(ByteBuf in, int at, int length) {
        return in.getUnsignedShort(at + 2) == 0
                && length >= 16
                && in.getUnsignedByte(at + 8) <= 1
                && in.getUnsignedByte(at + 9) <= 1
                && in.getUnsignedShort(at + 10) == (length - 16) / 4;
    }

    private static Pdu aspa(boolean announced, int customer, ByteBuf in, int from, int to) throws PduException {
        int[] providers = new int[(to - from) / 4];
        for (int i = 0; i < providers.length; i++) {
            providers[i] = in.getInt(from + 4 * i);
        }
        if (announced == (providers.length == 0)) {
            throw new PduException(
                    PduError.ASPA_PROVIDERS,
                    announced ? "ASPA announced without providers" : "ASPA withdrawn with providers");
        }
        return new Pdu.Aspa(announced, customer, providers);
    }

    private static Pdu error(ByteBuf in, int at, int length, int version, int code) throws PduException {
        long inner = in.getUnsignedInt(at + HEADER);
        if (inner > length - 16) {
            throw brokenReport();
        }
        int textAt = at + 12 + (int) inner;
        long text = in.getUnsignedInt(textAt);
        if (text > length - 16 - inner) {
            throw brokenReport();
        }
        // Three bytes more, so that the last character that has room is whole.
        int read = (int) Math.min(text, PduEncoder.MOST_TEXT + 3);
        return new Pdu.ErrorReport(version, code, printable(in, textAt + 4, read));
    }

    private static PduException brokenReport() {
        return new PduException(PduError.CORRUPT_DATA, "Error Report whose parts are longer than itself", true);
    }

    /** What goes into our log and onto terminals. Each byte that is no UTF-8 becomes a character of three. */
    private static String printable(ByteBuf in, int at, int length) {
        String text = in.toString(at, length, StandardCharsets.UTF_8);
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c != 0) {
                clean.appendCodePoint(Character.isISOControl(c) ? '?' : c);
            }
        });
        return new String(Utf8.atMost(clean.toString(), PduEncoder.MOST_TEXT), StandardCharsets.UTF_8);
    }
}
