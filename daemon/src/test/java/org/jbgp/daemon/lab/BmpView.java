package org.jbgp.daemon.lab;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a station knows after a stream: peers and their routes. It takes no message of a peer that is not up: that is an
 * error of who sent it.
 */
public final class BmpView {
    private final List<BmpReport> reports;
    /** By key of the peer, then by flags of policy and direction: prefix (and path identifier) to attributes. */
    private final Map<String, Map<Integer, NavigableMap<String, String>>> tables = new LinkedHashMap<>();

    private final Map<String, BmpReport> ups = new LinkedHashMap<>();
    private final List<String> ends = new ArrayList<>();
    /** By flags: withdrawals of what was not there. */
    private final Map<Integer, Integer> useless = new TreeMap<>();

    private BmpView(List<BmpReport> reports) {
        this.reports = reports;
    }

    /** Reads a stream, of which the last message may be cut. */
    public static BmpView of(byte[] stream) {
        BmpView view = new BmpView(BmpReport.read(stream));
        for (BmpReport report : view.reports) {
            try {
                view.take(report);
            } catch (BufferUnderflowException e) {
                throw new AssertionError(
                        "cut short: " + report.peer() + " " + HexFormat.of().formatHex(report.body()), e);
            }
        }
        return view;
    }

    /** All messages. */
    public List<BmpReport> reports() {
        return reports;
    }

    /** Messages of one type. */
    public List<BmpReport> reports(int type) {
        return reports.stream().filter(report -> report.type() == type).toList();
    }

    /** Addresses of the peers that are up. */
    public List<String> up() {
        return ups.values().stream().map(report -> report.peer().address()).toList();
    }

    /** Peer Up of an address; null if it is not up. */
    public BmpReport up(String address) {
        return ups.values().stream()
                .filter(report -> report.peer().address().equals(address))
                .findFirst()
                .orElse(null);
    }

    /** How often a prefix was withdrawn that was not there, by flags as in {@link #routes}. */
    public int uselessWithdrawals(int flags) {
        return useless.getOrDefault(flags, 0);
    }

    /** End-of-RIBs as {@code address flags afi}. */
    public List<String> ends() {
        return ends;
    }

    /**
     * Routes of a peer that is up: prefix, with {@code #id} behind it where there are path identifiers, to attributes
     * in hexadecimal digits.
     *
     * @param flags 0 Adj-RIB-In before the filter, 0x40 after it, 0x10 Adj-RIB-Out before, 0x50 after; 0 Loc-RIB
     */
    public NavigableMap<String, String> routes(String address, int flags) {
        NavigableMap<String, String> all = new TreeMap<>();
        tables.forEach((key, byFlags) -> {
            if (key.contains(" " + address + " ")) {
                all.putAll(byFlags.getOrDefault(flags, new TreeMap<>()));
            }
        });
        return all;
    }

    private void take(BmpReport report) {
        switch (report.type()) {
            case BmpReport.UP -> {
                if (ups.put(report.peer().key(), report) != null) {
                    throw new AssertionError("Peer Up twice: " + report.peer());
                }
                tables.put(report.peer().key(), new TreeMap<>());
            }
            case BmpReport.DOWN -> {
                mustBeUp(report);
                ups.remove(report.peer().key());
                tables.remove(report.peer().key());
            }
            case BmpReport.MONITORING -> {
                mustBeUp(report);
                update(report);
            }
            case BmpReport.STATISTICS, BmpReport.MIRRORING -> mustBeUp(report);
            default -> {
                // Of no peer.
            }
        }
    }

    private void mustBeUp(BmpReport report) {
        if (!ups.containsKey(report.peer().key())) {
            throw new AssertionError(
                    "message of type " + report.type() + " of a peer that is not up: " + report.peer());
        }
    }

    private void update(BmpReport report) {
        int flags = report.peer().flags() & 0x50;
        NavigableMap<String, String> table =
                tables.get(report.peer().key()).computeIfAbsent(flags, none -> new TreeMap<>());
        boolean sent = (flags & 0x10) != 0;
        ByteBuffer in = ByteBuffer.wrap(report.body());
        if (in.getShort(16) != report.body().length || in.get(18) != 2) {
            throw new AssertionError("no whole UPDATE: " + HexFormat.of().formatHex(report.body()));
        }
        in.position(19);
        boolean addPath4 = addPath(report, 1, sent);
        byte[] withdrawn = new byte[in.getShort() & 0xffff];
        in.get(withdrawn);
        for (String prefix : prefixes(ByteBuffer.wrap(withdrawn), 4, addPath4)) {
            useless.merge(flags, table.remove(prefix) == null ? 1 : 0, Integer::sum);
        }
        byte[] attributes = new byte[in.getShort() & 0xffff];
        in.get(attributes);
        StringBuilder others = new StringBuilder();
        List<String> announced = new ArrayList<>();
        boolean end = withdrawn.length == 0 && attributes.length == 0 && !in.hasRemaining();
        int endFamily = 1;
        ByteBuffer each = ByteBuffer.wrap(attributes);
        while (each.hasRemaining()) {
            int start = each.position();
            int attributeFlags = each.get();
            int code = each.get() & 0xff;
            int length = (attributeFlags & 0x10) != 0 ? each.getShort() & 0xffff : each.get() & 0xff;
            byte[] value = new byte[length];
            each.get(value);
            if (code == 14 || code == 15) {
                ByteBuffer mp = ByteBuffer.wrap(value);
                int afi = mp.getShort();
                mp.get();
                if (code == 14) {
                    byte[] nextHop = new byte[mp.get()];
                    mp.get(nextHop);
                    mp.get();
                    others.append("[next hop ")
                            .append(HexFormat.of().formatHex(nextHop))
                            .append(']');
                    announced.addAll(prefixes(mp, afi == 1 ? 4 : 16, addPath(report, afi, sent)));
                } else if (mp.hasRemaining()) {
                    prefixes(mp, afi == 1 ? 4 : 16, addPath(report, afi, sent)).forEach(table::remove);
                } else {
                    end = true;
                    endFamily = afi;
                }
            } else {
                others.append('[')
                        .append(code)
                        .append(' ')
                        .append(HexFormat.of().formatHex(value))
                        .append(']');
            }
            if (each.position() <= start) {
                throw new AssertionError("attributes that do not end");
            }
        }
        announced.addAll(prefixes(in, 4, addPath4));
        announced.forEach(prefix -> table.put(prefix, others.toString()));
        if (end) {
            ends.add(report.peer().address() + " " + flags + " " + endFamily);
        }
    }

    /** Path identifiers stand where both OPENs say so: one side sends, the other receives (RFC 7911 §4). */
    private boolean addPath(BmpReport report, int afi, boolean sent) {
        List<String> opens = ups.get(report.peer().key()).opens();
        int ours = addPathMode(opens.get(0), afi);
        int theirs = addPathMode(opens.get(1), afi);
        return sent ? (ours & 2) != 0 && (theirs & 1) != 0 : (ours & 1) != 0 && (theirs & 2) != 0;
    }

    /** Receive 1, send 2, of the capability with code 69. */
    private static int addPathMode(String open, int afi) {
        byte[] bytes = HexFormat.of().parseHex(open);
        int at = 29;
        while (at < bytes.length) {
            int end = at + 2 + (bytes[at + 1] & 0xff);
            at += 2;
            while (at < end) {
                int code = bytes[at] & 0xff;
                int length = bytes[at + 1] & 0xff;
                for (int family = at + 2; code == 69 && family < at + 2 + length; family += 4) {
                    if ((bytes[family] << 8 | bytes[family + 1]) == afi && bytes[family + 2] == 1) {
                        return bytes[family + 3];
                    }
                }
                at += 2 + length;
            }
        }
        return 0;
    }

    private static List<String> prefixes(ByteBuffer in, int bytes, boolean addPath) {
        List<String> all = new ArrayList<>();
        while (in.hasRemaining()) {
            String id = addPath ? "#" + in.getInt() : "";
            int length = in.get() & 0xff;
            byte[] address = new byte[(length + 7) / 8];
            in.get(address);
            all.add(BmpReport.address(Arrays.copyOf(address, bytes)) + "/" + length + id);
        }
        return all;
    }
}
