package org.jbgp.daemon.rpki.wire;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.wire.Utf8;

/** Writes PDUs: those a router sends, and, for tests and benchmarks that play the cache, those of a cache. */
public final class PduEncoder {
    /** Bytes of a broken PDU that go back with an Error Report: enough to find it. */
    private static final int MOST_BROKEN = 1024;

    /** Bytes of UTF-8 of the text of an Error Report. */
    static final int MOST_TEXT = 400;

    private PduEncoder() {}

    /** Writes a PDU in a version of the protocol; an Error Report without the broken PDU. */
    public static void write(ByteBuf out, int version, Pdu pdu) {
        switch (pdu) {
            case Pdu.SerialNotify(int session, int serial) ->
                header(out, version, pdu, session, 12).writeInt(serial);
            case Pdu.SerialQuery(int session, int serial) ->
                header(out, version, pdu, session, 12).writeInt(serial);
            case Pdu.ResetQuery() -> header(out, version, pdu, 0, 8);
            case Pdu.CacheResponse(int session) -> header(out, version, pdu, session, 8);
            case Pdu.CacheReset() -> header(out, version, pdu, 0, 8);
            case Pdu.Prefix prefix -> prefix(out, version, prefix);
            case Pdu.EndOfData(int session, int serial, Pdu.Intervals intervals) -> {
                header(out, version, pdu, session, version == 0 ? 12 : 24).writeInt(serial);
                if (version > 0) {
                    out.writeInt((int) intervals.refresh())
                            .writeInt((int) intervals.retry())
                            .writeInt((int) intervals.expire());
                }
            }
            case Pdu.RouterKey(boolean announced, int asn) ->
                header(out, version, pdu, announced ? 0x100 : 0, 32)
                        .writeZero(20)
                        .writeInt(asn);
            case Pdu.Aspa aspa -> {
                header(out, version, pdu, aspa.announced() ? 0x100 : 0, 12 + 4 * aspa.providers().length)
                        .writeInt(aspa.customer());
                for (int provider : aspa.providers()) {
                    out.writeInt(provider);
                }
            }
            case Pdu.ProvidersOfIpv6 early -> throw new IllegalArgumentException("a form that is only read");
            case Pdu.ErrorReport(int own, int code, String text) -> error(out, own, code, null, 0, 0, text);
        }
    }

    private static void prefix(ByteBuf out, int version, Pdu.Prefix prefix) {
        header(out, version, prefix, 0, prefix.ip4() ? 20 : 32)
                .writeByte(prefix.announced() ? 1 : 0)
                .writeByte(prefix.length())
                .writeByte(prefix.maxLength())
                .writeByte(0);
        if (prefix.ip4()) {
            out.writeInt((int) prefix.lo());
        } else {
            out.writeLong(prefix.hi()).writeLong(prefix.lo());
        }
        out.writeInt(prefix.asn());
    }

    /**
     * Writes an Error Report.
     *
     * @param broken holds the PDU that was wrong, null for none; its first 1,024 bytes go back
     * @param text in words
     */
    public static void error(ByteBuf out, int version, int code, ByteBuf broken, int at, int length, String text) {
        byte[] words = Utf8.atMost(text, MOST_TEXT);
        int copied = broken == null ? 0 : Math.min(length, MOST_BROKEN);
        out.writeByte(version).writeByte(PduType.ERROR_REPORT.code()).writeShort(code);
        out.writeInt(16 + copied + words.length).writeInt(copied);
        if (copied > 0) {
            out.writeBytes(broken, at, copied);
        }
        out.writeInt(words.length).writeBytes(words);
    }

    private static ByteBuf header(ByteBuf out, int version, Pdu pdu, int session, int length) {
        return out.writeByte(version)
                .writeByte(pdu.type().code())
                .writeShort(session)
                .writeInt(length);
    }
}
