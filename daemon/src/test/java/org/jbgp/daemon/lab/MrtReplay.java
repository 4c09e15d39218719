package org.jbgp.daemon.lab;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Takes the UPDATEs out of a recorded session (MRT, RFC 6396 §4.4.3 BGP4MP_MESSAGE_AS4, RFC 6396 §3 extended
 * timestamps).
 */
public final class MrtReplay {
    private static final int BGP4MP = 16;
    private static final int BGP4MP_ET = 17;
    private static final int MESSAGE_AS4 = 4;
    private static final int HEADER = 19;
    private static final int UPDATE = 2;
    private static final int NEXT_HOP = 3;
    private static final int EXTENDED_LENGTH = 0x10;

    private MrtReplay() {}

    /** Where the messages go. */
    @FunctionalInterface
    public interface Sink {
        /** One whole message, header included. */
        void accept(byte[] message) throws IOException;
    }

    /** Hands every UPDATE over as it is; returns how many there were. */
    public static int updates(Path gzippedMrt, Sink sink) throws IOException {
        int count = 0;
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(gzippedMrt), 1 << 16), 1 << 16))) {
            while (true) {
                in.readInt(); // time
                int type = in.readUnsignedShort();
                int subtype = in.readUnsignedShort();
                byte[] record = new byte[in.readInt()];
                in.readFully(record);
                int at = type == BGP4MP_ET ? 4 : 0;
                if ((type == BGP4MP || type == BGP4MP_ET) && subtype == MESSAGE_AS4) {
                    int family = u16(record, at + 10);
                    int message = at + 12 + (family == 1 ? 8 : 32);
                    if (record[message + 18] == UPDATE) {
                        byte[] bytes = Arrays.copyOfRange(record, message, record.length);
                        sink.accept(bytes);
                        count++;
                    }
                }
            }
        } catch (EOFException e) {
            return count;
        }
    }

    /** Hands every UPDATE over, its NEXT_HOP replaced by this IPv4 address; returns how many there were. */
    static int updates(Path gzippedMrt, String nextHop, Sink sink) throws IOException {
        byte[] hop = InetAddress.getByName(nextHop).getAddress();
        return updates(gzippedMrt, message -> {
            replaceNextHop(message, hop);
            sink.accept(message);
        });
    }

    private static void replaceNextHop(byte[] message, byte[] hop) {
        int attributes = HEADER + 2 + u16(message, HEADER);
        int at = attributes + 2;
        int end = at + u16(message, attributes);
        while (at < end) {
            boolean extended = (message[at] & EXTENDED_LENGTH) != 0;
            int length = extended ? u16(message, at + 2) : message[at + 2] & 0xff;
            int value = at + (extended ? 4 : 3);
            if (message[at + 1] == NEXT_HOP) {
                System.arraycopy(hop, 0, message, value, hop.length);
            }
            at = value + length;
        }
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
