package org.jbgp.daemon.advertise.rules;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * How next hops are written that RFC 2545 knows no form for. Immutable.
 *
 * @param linkLocal how a link-local next hop without a global one is written (BIRD: {@code link local next hop format})
 * @param mapsIpv4 an IPv4 next hop of an IPv6 route is written as an IPv4-mapped address (RFC 4798 §2; BIRD: {@code
 *     extended next hop})
 */
public record NextHopFormat(LinkLocal linkLocal, boolean mapsIpv4) {
    /** What BIRD does unless configured otherwise. */
    public static final NextHopFormat DEFAULT = new NextHopFormat(LinkLocal.NATIVE, false);

    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    /** The forms of a link-local next hop. */
    public enum LinkLocal {
        /** The unspecified address, then the link-local one. */
        NATIVE,
        /** The link-local address alone. */
        SINGLE,
        /** The link-local address twice. */
        DOUBLE
    }

    /** Puts NEXT_HOP, which may be missing, into the form that is sent. */
    public void apply(AttributeBlobBuilder out, AddressFamily family) {
        int at = out.find(AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (at == AttributeBlob.ABSENT) {
            return;
        }
        byte[] array = out.array();
        int value = AttributeBlob.value(at);
        int length = AttributeBlob.valueLength(array, at);
        if (length == IPV4) {
            if (mapsIpv4 && family == AddressFamily.IPV6_UNICAST) {
                out.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, mapped(array, value));
            }
        } else if (isLinkLocal(array, value)) {
            writeLinkLocal(out, java.util.Arrays.copyOfRange(array, value, value + IPV6));
        } else if (length == 2 * IPV6 && isUnspecified(array, value)) {
            writeLinkLocal(out, java.util.Arrays.copyOfRange(array, value + IPV6, value + 2 * IPV6));
        }
    }

    private void writeLinkLocal(AttributeBlobBuilder out, byte[] address) {
        int size = linkLocal == LinkLocal.SINGLE ? IPV6 : 2 * IPV6;
        byte[] form = new byte[size];
        System.arraycopy(address, 0, form, size - IPV6, IPV6);
        if (linkLocal == LinkLocal.DOUBLE) {
            System.arraycopy(address, 0, form, 0, IPV6);
        }
        out.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, form);
    }

    /** The IPv4-mapped form (RFC 4291 §2.5.5.2) of the four bytes at {@code at}. */
    public static byte[] mapped(byte[] array, int at) {
        byte[] form = new byte[IPV6];
        form[10] = (byte) 0xff;
        form[11] = (byte) 0xff;
        System.arraycopy(array, at, form, IPV6 - IPV4, IPV4);
        return form;
    }

    private static boolean isLinkLocal(byte[] array, int at) {
        return array[at] == (byte) 0xfe && (array[at + 1] & 0xc0) == 0x80;
    }

    private static boolean isUnspecified(byte[] array, int at) {
        for (int i = at; i < at + IPV6; i++) {
            if (array[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
