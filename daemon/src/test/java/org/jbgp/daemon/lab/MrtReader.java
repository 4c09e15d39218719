package org.jbgp.daemon.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads MRT files by the letter of RFC 6396 and RFC 8050, and throws at whatever is not as they say. */
public final class MrtReader {
    private static final int TABLE_DUMP_V2 = 13;
    private static final int BGP4MP = 16;
    private static final int BGP4MP_ET = 17;

    private MrtReader() {}

    /**
     * A record.
     *
     * @param seconds since 1970
     * @param body without the common header
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Entry(long seconds, int type, int subtype, byte[] body) {}

    /** All records of a file; compressed if its name ends in {@code .gz}. */
    public static List<Entry> records(Path file) {
        List<Entry> records = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in =
                        new DataInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
            byte[] header = new byte[12];
            while (in.readNBytes(header, 0, 12) == 12) {
                ByteBuffer fields = ByteBuffer.wrap(header);
                long seconds = fields.getInt() & 0xffff_ffffL;
                int type = fields.getShort();
                int subtype = fields.getShort();
                byte[] body = new byte[fields.getInt()];
                in.readFully(body);
                records.add(new Entry(seconds, type, subtype, body));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The view and the peers of a table dump: {@code view}, then {@code id address as} each. */
    public static List<String> peers(Path file) {
        Entry first = records(file).getFirst();
        if (first.type() != TABLE_DUMP_V2 || first.subtype() != 1) {
            throw new IllegalStateException("no peer index table first");
        }
        ByteBuffer in = ByteBuffer.wrap(first.body());
        List<String> peers = new ArrayList<>();
        String collector = address(in, 4);
        peers.add(collector + " " + new String(bytes(in, in.getShort()), StandardCharsets.UTF_8));
        int count = in.getShort();
        for (int i = 0; i < count; i++) {
            int type = in.get();
            String id = address(in, 4);
            String address = address(in, (type & 1) == 0 ? 4 : 16);
            long as = (type & 2) == 0 ? in.getShort() & 0xffff : in.getInt() & 0xffff_ffffL;
            peers.add(id + " " + address + " " + as);
        }
        ended(in);
        return peers;
    }

    /**
     * The routes of a table dump: {@code prefix peer [path identifier] attributes}, attributes in hexadecimal, each
     * after a blank.
     */
    public static List<String> routes(Path file) {
        List<String> peers = peers(file);
        List<String> routes = new ArrayList<>();
        List<Entry> records = records(file);
        int sequence = 0;
        for (Entry record : records.subList(1, records.size())) {
            boolean addPath = record.subtype() >= 8;
            ByteBuffer in = ByteBuffer.wrap(record.body());
            if (record.type() != TABLE_DUMP_V2 || in.getInt() != sequence++) {
                throw new IllegalStateException("record " + routes.size() + " of type " + record.type());
            }
            int bits = switch (record.subtype()) {
                case 2, 8 -> 32;
                case 4, 10 -> 128;
                default -> throw new IllegalStateException("subtype " + record.subtype());
            };
            int length = in.get() & 0xff;
            byte[] prefix = new byte[bits / 8];
            in.get(prefix, 0, (length + 7) / 8);
            int count = in.getShort() & 0xffff;
            if (count == 0) {
                throw new IllegalStateException("no entries");
            }
            for (int i = 0; i < count; i++) {
                String peer = peers.get(1 + (in.getShort() & 0xffff));
                long originated = in.getInt() & 0xffff_ffffL;
                if (Math.abs(originated - record.seconds()) > 3600) {
                    throw new IllegalStateException("originated " + originated + " in a record of " + record.seconds());
                }
                String id = addPath ? " [" + (in.getInt() & 0xffff_ffffL) + "]" : "";
                routes.add(address(ByteBuffer.wrap(prefix), prefix.length) + "/" + length + " " + peer + id
                        + attributes(bytes(in, in.getShort() & 0xffff)));
            }
            ended(in);
        }
        return routes;
    }

    private static String attributes(byte[] all) {
        StringBuilder text = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(all);
        while (in.hasRemaining()) {
            int start = in.position();
            int flags = in.get();
            in.get();
            int length = (flags & 0x10) == 0 ? in.get() & 0xff : in.getShort() & 0xffff;
            in.position(in.position() + length);
            text.append(' ').append(HexFormat.of().formatHex(all, start, in.position()));
        }
        return text.toString();
    }

    /**
     * What a dump of updates holds, a line a record: {@code subtype peer-as local-as peer local}, then {@code old new}
     * states or the message in hexadecimal without its marker.
     */
    public static List<String> updates(Path file) {
        List<String> lines = new ArrayList<>();
        for (Entry record : records(file)) {
            ByteBuffer in = ByteBuffer.wrap(record.body());
            if (record.type() == BGP4MP_ET) {
                in.getInt();
            } else if (record.type() != BGP4MP) {
                throw new IllegalStateException("type " + record.type());
            }
            boolean as4 = switch (record.subtype()) {
                case 4, 5, 9 -> true;
                case 0, 1, 8 -> false;
                default -> throw new IllegalStateException("subtype " + record.subtype());
            };
            long peerAs = as4 ? in.getInt() & 0xffff_ffffL : in.getShort() & 0xffff;
            long localAs = as4 ? in.getInt() & 0xffff_ffffL : in.getShort() & 0xffff;
            in.getShort();
            int length = in.getShort() == 1 ? 4 : 16;
            StringBuilder line = new StringBuilder();
            line.append(record.subtype()).append(' ').append(peerAs).append(' ').append(localAs);
            line.append(' ').append(address(in, length)).append(' ').append(address(in, length));
            if (record.subtype() == 0 || record.subtype() == 5) {
                line.append(' ').append(in.getShort()).append(' ').append(in.getShort());
                ended(in);
            } else {
                byte[] message = bytes(in, in.remaining());
                if ((ByteBuffer.wrap(message).getShort(16) & 0xffff) != message.length) {
                    throw new IllegalStateException("message of another length");
                }
                line.append(' ').append(HexFormat.of().formatHex(message, 16, message.length));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static String address(ByteBuffer in, int length) {
        try {
            return InetAddress.getByAddress(bytes(in, length)).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ended(ByteBuffer in) {
        if (in.hasRemaining()) {
            throw new IllegalStateException(in.remaining() + " bytes too many");
        }
    }
}
