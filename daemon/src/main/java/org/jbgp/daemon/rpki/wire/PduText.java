package org.jbgp.daemon.rpki.wire;

import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.ValueFormat;

/** Messages in words, for log and Error Reports, as BIRD has them. */
public final class PduText {
    private PduText() {}

    /** The type, and what it says. */
    public static String of(Pdu pdu) {
        return pdu.type().text()
                + switch (pdu) {
                    case Pdu.SerialNotify(int session, int serial) -> numbers(session, serial);
                    case Pdu.SerialQuery(int session, int serial) -> numbers(session, serial);
                    case Pdu.CacheResponse(int session) -> " (session ID: " + session + ")";
                    case Pdu.ResetQuery() -> "";
                    case Pdu.CacheReset() -> "";
                    case Pdu.Prefix prefix -> " (" + sign(prefix.announced()) + roa(prefix) + ")";
                    case Pdu.RouterKey(boolean announced, int asn) -> " (" + sign(announced) + as(asn) + ")";
                    case Pdu.ProvidersOfIpv6(int customer) -> " (" + as(customer) + ", IPv6 only, not used)";
                    case Pdu.Aspa aspa ->
                        " (" + sign(aspa.announced()) + as(aspa.customer()) + ", " + aspa.providers().length
                                + " providers)";
                    case Pdu.EndOfData(int session, int serial, Pdu.Intervals intervals) ->
                        numbers(session, serial)
                                + (intervals == null
                                        ? ""
                                        : " refresh: " + intervals.refresh() + "s, retry: " + intervals.retry()
                                                + "s, expire: " + intervals.expire() + "s");
                    case Pdu.ErrorReport(int version, int code, String text) ->
                        " (" + PduError.text(code) + (text.isEmpty() ? "" : ": " + text) + ")";
                };
    }

    private static String numbers(int session, int serial) {
        return " (session ID: " + session + ", serial number: " + Integer.toUnsignedString(serial) + ")";
    }

    private static String sign(boolean announced) {
        return announced ? "+" : "-";
    }

    private static String as(int asn) {
        return "AS" + Integer.toUnsignedString(asn);
    }

    private static String roa(Pdu.Prefix prefix) {
        Net net = prefix.ip4()
                ? Net.ip4(prefix.lo(), prefix.length())
                : Net.ip6(prefix.hi(), prefix.lo(), prefix.length());
        return ValueFormat.format(net.roa(prefix.maxLength(), Integer.toUnsignedLong(prefix.asn())));
    }
}
