package org.jbgp.daemon.lab;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Collection;

/** Writes a TABLE_DUMP_V2 file (RFC 6396 §4.3) with local prefixes: empty AS path, unspecified next hop. */
final class MrtRib {
    private static final int TABLE_DUMP_V2 = 13;
    private static final int PEER_INDEX_TABLE = 1;
    private static final int RIB_IPV4_UNICAST = 2;
    private static final int RIB_IPV6_UNICAST = 4;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private int sequence;

    private MrtRib() {}

    static byte[] of(Collection<String> prefixes) {
        try {
            MrtRib rib = new MrtRib();
            // Collector 0.0.0.0 without a view name; one peer with an IPv4 address and a 4-byte AS, all zero.
            byte[] index = new byte[4 + 2 + 2 + 1 + 12];
            index[7] = 1;
            index[8] = 2;
            rib.record(PEER_INDEX_TABLE, index);
            for (String prefix : prefixes) {
                rib.entry(prefix);
            }
            return rib.file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void entry(String prefix) throws IOException {
        int slash = prefix.indexOf('/');
        byte[] address = InetAddress.getByName(prefix.substring(0, slash)).getAddress();
        int length = Integer.parseInt(prefix.substring(slash + 1));
        byte[] nlri = new byte[1 + (length + 7) / 8];
        nlri[0] = (byte) length;
        System.arraycopy(address, 0, nlri, 1, nlri.length - 1);
        boolean ipv6 = address.length == 16;

        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        attributes.write(new byte[] {0x40, 1, 1, 0, 0x40, 2, 0});
        if (ipv6) {
            // The whole attribute and not the short form of the RFC: GoBGP reads only that.
            attributes.write(new byte[] {(byte) 0x80, 14, (byte) (4 + 16 + 1 + nlri.length), 0, 2, 1, 16});
            attributes.write(new byte[17]);
            attributes.write(nlri);
        } else {
            attributes.write(new byte[] {0x40, 3, 4, 0, 0, 0, 0});
        }

        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeInt(sequence++);
        out.write(nlri);
        out.writeShort(1); // one entry, of peer 0, originated at 0
        out.writeShort(0);
        out.writeInt(0);
        out.writeShort(attributes.size());
        out.write(attributes.toByteArray());
        record(ipv6 ? RIB_IPV6_UNICAST : RIB_IPV4_UNICAST, body.toByteArray());
    }

    private void record(int subtype, byte[] body) throws IOException {
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(0);
        out.writeShort(TABLE_DUMP_V2);
        out.writeShort(subtype);
        out.writeInt(body.length);
        out.write(body);
    }
}
