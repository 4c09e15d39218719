package org.jbgp.daemon.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One BMP message (RFC 7854), read without the router's code.
 *
 * @param type 0..6
 * @param peer whom it is about, null for Initiation and Termination
 * @param body what follows the headers
 */
@SuppressWarnings("ArrayRecordComponent") // it is read, never compared
public record BmpReport(int type, Peer peer, byte[] body) {
    public static final int MONITORING = 0;
    public static final int STATISTICS = 1;
    public static final int DOWN = 2;
    public static final int UP = 3;
    public static final int INITIATION = 4;
    public static final int TERMINATION = 5;
    public static final int MIRRORING = 6;

    /** The per-peer header; {@code micros} since 1970. */
    public record Peer(int type, int flags, long distinguisher, String address, long as, String id, long micros) {
        /** What makes it this peer: Adj-RIB-In and Adj-RIB-Out, before and after, are of the same one. */
        public String key() {
            return type + " " + distinguisher + " " + address + " AS" + as + " " + id;
        }
    }

    /** All whole messages of a stream. */
    static List<BmpReport> read(byte[] stream) {
        List<BmpReport> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.remaining() >= 6) {
            int start = in.position();
            int version = in.get();
            int length = in.getInt();
            int type = in.get();
            if (version != 3 || type < 0 || type > 6 || length < 6) {
                throw new AssertionError(
                        "no BMP message at " + start + ": version " + version + " length " + length + " type " + type);
            }
            if (stream.length - start < length) {
                break;
            }
            Peer peer = type == INITIATION || type == TERMINATION ? null : peer(in);
            byte[] body = new byte[start + length - in.position()];
            in.get(body);
            all.add(new BmpReport(type, peer, body));
        }
        return all;
    }

    private static Peer peer(ByteBuffer in) {
        int type = in.get();
        int flags = in.get() & 0xff;
        long distinguisher = in.getLong();
        byte[] address = new byte[16];
        in.get(address);
        boolean ipv6 = type != 3 && (flags & 0x80) != 0;
        long as = in.getInt() & 0xffffffffL;
        byte[] id = new byte[4];
        in.get(id);
        long micros = (in.getInt() & 0xffffffffL) * 1_000_000 + in.getInt();
        return new Peer(
                type,
                flags,
                distinguisher,
                address(ipv6 ? address : Arrays.copyOfRange(address, 12, 16)),
                as,
                address(id),
                micros);
    }

    static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Texts of TLVs from a position of the body on, by type. */
    public Map<Integer, String> texts(int from) {
        Map<Integer, String> texts = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(body, from, body.length - from);
        while (in.hasRemaining()) {
            int type = in.getShort();
            byte[] text = new byte[in.getShort()];
            in.get(text);
            texts.put(type, new String(text, java.nio.charset.StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** Both OPENs of a Peer Up, in hexadecimal digits: ours, then the neighbor's. */
    public List<String> opens() {
        int first = ByteBuffer.wrap(body).getShort(20 + 16);
        int second = ByteBuffer.wrap(body).getShort(20 + first + 16);
        HexFormat hex = HexFormat.of();
        return List.of(hex.formatHex(body, 20, 20 + first), hex.formatHex(body, 20 + first, 20 + first + second));
    }

    /** Where the TLVs of a Peer Up begin. */
    public int afterOpens() {
        int first = ByteBuffer.wrap(body).getShort(20 + 16);
        return 20 + first + ByteBuffer.wrap(body).getShort(20 + first + 16);
    }

    /** Numbers of a statistics report: {@code type}, or {@code type/afi/safi}. */
    public Map<String, Long> statistics() {
        Map<String, Long> numbers = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(body);
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            int type = in.getShort();
            int length = in.getShort();
            switch (length) {
                case 4 -> numbers.put("" + type, in.getInt() & 0xffffffffL);
                case 8 -> numbers.put("" + type, in.getLong());
                case 11 -> numbers.put(type + "/" + in.getShort() + "/" + in.get(), in.getLong());
                default -> throw new AssertionError("statistic of " + length + " bytes");
            }
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes behind the statistics");
        }
        return numbers;
    }
}
