package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jbgp.config.filter.value.LinkBandwidth;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.daemon.policy.CustomValues;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;

/**
 * Prints the attributes of a route as {@code show route all} does, one {@code 1012} line each, from their canonical
 * bytes. Long lists of communities continue on lines of two tabs, at the widths BIRD breaks them. One instance is used
 * by one session.
 */
public final class AttributeText {

    private static final int CODE = 1012;
    /** Where BIRD starts a new line: its line buffer of 500 less the longest element. */
    private static final int COMMUNITY_BREAK = 500 - 24;

    private static final int WIDE_BREAK = 500 - 64;

    /** Names of the kernel's metrics by their RTAX_* numbers, which are the bits of the lock. */
    private static final List<String> METRICS = IntStream.range(0, 32)
            .mapToObj(metric -> AttributeType.of(AttributeBlob.ENGINE, AttributeBlob.KRT_METRICS + metric))
            .map(type -> type == null ? "" : type.title().substring(type.title().indexOf('.') + 1))
            .toList();
    /** RTAX_FEATURE_* by bit; BIRD names these two. */
    private static final List<String> FEATURES = List.of("ecn", "", "", "allfrag");

    private static final List<String> ORIGINS = List.of("IGP", "EGP", "Incomplete");

    /** Takes what is written of attributes. */
    @FunctionalInterface
    interface Rows {
        /**
         * One line of {@code show route all}.
         *
         * @param name of the attribute; the same again for a line that goes on with its value
         * @param line the whole line, of which the caller keeps nothing
         * @param value where the value stands in it
         */
        void row(String name, CharSequence line, int value) throws IOException;
    }

    private final List<String> customNames;
    private final LineBound bound;
    private final AttributeTitles names;
    private final StringBuilder line = new StringBuilder(160);
    /** The attribute at hand, and where its value begins in the line. */
    private String name = "";

    private int valueAt;

    /**
     * @param customNames names of the configuration's own attributes in order of definition
     * @param bound where lines end
     * @param names what it calls the others
     */
    public AttributeText(List<String> customNames, LineBound bound, AttributeTitles names) {
        this.customNames = customNames;
        this.bound = bound;
        this.names = names;
    }

    public void print(Reply reply, byte[] blob) throws IOException {
        write((attribute, text, value) -> reply.row(CODE, text), blob);
    }

    /** Names and values as {@code show route all} writes them. */
    public Map<String, String> values(byte[] blob) {
        Map<String, String> all = new LinkedHashMap<>();
        try {
            write(
                    (name, line, value) -> all.merge(
                            name,
                            line.subSequence(value, line.length()).toString(),
                            (begun, more) -> begun + " " + more),
                    blob);
        } catch (IOException e) {
            // Rows go into the map.
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Hands the lines of all attributes to somebody. */
    void write(Rows rows, byte[] blob) throws IOException {
        int igp = AttributeBlob.find(blob, AttributeBlob.ENGINE, AttributeBlob.IGP_METRIC);
        if (igp != AttributeBlob.ABSENT) {
            row(rows, AttributeType.IGP_METRIC, blob, igp);
        }
        for (int at = 0; at < blob.length; at = AttributeBlob.next(blob, at)) {
            switch (AttributeBlob.space(blob, at)) {
                case AttributeBlob.BGP -> bgp(rows, blob, at);
                case AttributeBlob.ENGINE -> engine(rows, blob, at, igp);
                case AttributeBlob.CUSTOM -> custom(rows, blob, at);
                default -> {
                    // No other space is defined.
                }
            }
        }
    }

    /** AS the route was originated by, or -1 when the path names none. */
    static long originAs(byte[] blob) {
        int at = AttributeBlob.find(blob, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        return at == AttributeBlob.ABSENT
                ? -1
                : AsPath.lastAs(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at));
    }

    private void bgp(Rows rows, byte[] blob, int at) throws IOException {
        int code = AttributeBlob.code(blob, at);
        int value = AttributeBlob.value(at);
        int length = AttributeBlob.valueLength(blob, at);
        AttributeType type = AttributeType.of(AttributeBlob.BGP, code);
        if (type == null || type.title().isEmpty()) {
            begin(names.unknown(code, AttributeBlob.flags(blob, at)));
            opaque(blob, value, length);
            end(rows);
        } else {
            row(rows, type, blob, at);
        }
    }

    private void engine(Rows rows, byte[] blob, int at, int shown) throws IOException {
        AttributeType type = AttributeType.of(AttributeBlob.ENGINE, AttributeBlob.code(blob, at));
        if (type != null && !type.title().isEmpty() && at != shown) {
            row(rows, type, blob, at);
        }
    }

    private void row(Rows rows, AttributeType type, byte[] blob, int at) throws IOException {
        int value = AttributeBlob.value(at);
        int length = AttributeBlob.valueLength(blob, at);
        begin(names.of(type));
        switch (type.shape()) {
            case ORIGIN -> {
                int origin = AttributeBlob.u8(blob, at);
                line.append(origin < ORIGINS.size() ? ORIGINS.get(origin) : "?");
            }
            case AS_PATH -> path(blob, value, length);
            case NEXT_HOP -> nextHop(blob, value, length);
            case NUMBER -> line.append(AttributeBlob.u32(blob, at));
            case AGGREGATOR ->
                line.append(ReplyText.address(blob, value + 4, 4)).append(" AS").append(AttributeBlob.u32(blob, at));
            case IDENTIFIERS -> {
                int from = line.length();
                for (int i = 0; i < length; i += 4) {
                    if (bound.endsBefore(line, from, 24)) {
                        line.append(" ...");
                        break;
                    }
                    line.append(i == 0 ? "" : " ").append(ReplyText.address(blob, value + i, 4));
                }
            }
            case COMMUNITIES -> {
                set(rows, blob, value, length, 4, COMMUNITY_BREAK);
                return;
            }
            case EXTENDED_COMMUNITIES -> {
                set(rows, blob, value, length, 8, WIDE_BREAK);
                return;
            }
            case LARGE_COMMUNITIES -> {
                set(rows, blob, value, length, 12, WIDE_BREAK);
                return;
            }
            case AIGP ->
                line.append(
                        Aigp.hasMetric(blob, value, length)
                                ? Long.toUnsignedString(Aigp.metric(blob, value, length))
                                : "?");
            case ADDRESS -> line.append(ReplyText.address(blob, value, length));
            case TEXT -> line.append(new String(blob, value, length, StandardCharsets.UTF_8));
            case LOCKS -> bits(AttributeBlob.u32(blob, at), METRICS, 2);
            case FEATURES -> bits(AttributeBlob.u32(blob, at), FEATURES, 0);
            case BYTES -> opaque(blob, value, length);
        }
        end(rows);
    }

    private void nextHop(byte[] blob, int value, int length) {
        if (length == 32) {
            line.append(ReplyText.address(blob, value, 16)).append(' ').append(ReplyText.address(blob, value + 16, 16));
        } else {
            line.append(ReplyText.address(blob, value, length));
        }
    }

    private void set(Rows rows, byte[] blob, int value, int length, int size, int limit) throws IOException {
        int lead = 1;
        boolean first = true;
        int bound = limit + lead;
        for (int at = value; at + size <= value + length; at += size) {
            if (line.length() + (size == 12 && !first ? 1 : 0) > bound) {
                end(rows);
                line.setLength(0);
                line.append("\t\t");
                valueAt = line.length();
                first = true;
                bound = limit - 1 + 2;
            }
            if (!first) {
                line.append(' ');
            }
            first = false;
            switch (size) {
                case 4 ->
                    line.append('(')
                            .append(u16(blob, at))
                            .append(',')
                            .append(u16(blob, at + 2))
                            .append(')');
                case 8 -> extended(blob, at);
                default ->
                    line.append('(')
                            .append(u32(blob, at))
                            .append(", ")
                            .append(u32(blob, at + 4))
                            .append(", ")
                            .append(u32(blob, at + 8))
                            .append(')');
            }
        }
        end(rows);
    }

    private void extended(byte[] blob, int at) {
        int type = blob[at] & 0xff;
        int subtype = blob[at + 1] & 0xff;
        if (LinkBandwidth.append(line, u32(blob, at) << 32 | u32(blob, at + 4))) {
            return;
        }
        switch (type & ~0x40) {
            // RFC 4360 §3.1: two-octet AS
            case 0 ->
                kind(type, subtype)
                        .append(u16(blob, at + 2))
                        .append(", ")
                        .append(u32(blob, at + 4))
                        .append(')');
            // RFC 4360 §3.2: IPv4 address
            case 1 ->
                kind(type, subtype)
                        .append(ReplyText.address(blob, at + 2, 4))
                        .append(", ")
                        .append(u16(blob, at + 6))
                        .append(')');
            // RFC 5668: four-octet AS
            case 2 ->
                kind(type, subtype)
                        .append(u32(blob, at + 2))
                        .append(", ")
                        .append(u16(blob, at + 6))
                        .append(')');
            default ->
                line.append("(generic, 0x")
                        .append(Long.toHexString(u32(blob, at)))
                        .append(", 0x")
                        .append(Long.toHexString(u32(blob, at + 4)))
                        .append(')');
        }
    }

    private StringBuilder kind(int type, int subtype) {
        line.append('(');
        if ((type & 0xf0) == 0 && subtype == 2) {
            line.append("rt");
        } else if ((type & 0xf0) == 0 && subtype == 3) {
            line.append("ro");
        } else {
            line.append("unknown 0x").append(Integer.toHexString(type << 8 | subtype));
        }
        return line.append(", ");
    }

    /** Names of the bits that are set, and those without a name as one number. */
    private void bits(long value, List<String> names, int first) {
        String separator = "";
        long rest = value;
        for (int bit = first; bit < names.size(); bit++) {
            if ((rest >>> bit & 1) != 0 && !names.get(bit).isEmpty()) {
                line.append(separator).append(names.get(bit));
                separator = " ";
                rest &= ~(1L << bit);
            }
        }
        if (rest != 0) {
            line.append(separator).append(String.format("%08x", rest));
        } else if (separator.isEmpty()) {
            line.setLength(--valueAt); // no blank behind the colon when nothing follows
        }
    }

    private void custom(Rows rows, byte[] blob, int at) throws IOException {
        int code = AttributeBlob.code(blob, at);
        int value = AttributeBlob.value(at);
        int length = AttributeBlob.valueLength(blob, at);
        begin(code < customNames.size() ? customNames.get(code) : "custom." + AttributeTitles.hex(code));
        Value stored = CustomValues.decode(blob, value, length);
        if (stored instanceof WireBytes list && list.type().isList()) {
            byte[] array = list.array();
            switch (list.type()) {
                case CLIST -> set(rows, array, 0, array.length, 4, COMMUNITY_BREAK);
                case ECLIST -> set(rows, array, 0, array.length, 8, WIDE_BREAK);
                case LCLIST -> set(rows, array, 0, array.length, 12, WIDE_BREAK);
                default -> {
                    path(array, 0, array.length);
                    end(rows);
                }
            }
            return;
        }
        if (stored instanceof WireBytes bytes) {
            opaque(bytes.array(), 0, bytes.length());
            end(rows);
            return;
        }
        line.append(ValueFormat.format(stored));
        end(rows);
    }

    private void begin(String label) {
        name = label;
        line.setLength(0);
        line.append('\t').append(label).append(": ");
        valueAt = line.length();
    }

    private void end(Rows rows) throws IOException {
        rows.row(name, line, valueAt);
    }

    private void path(byte[] blob, int value, int length) {
        int from = line.length();
        AsPath.appendTo(line, blob, value, length);
        bound.path(line, from, blob, value, length);
    }

    private void opaque(byte[] blob, int at, int length) {
        int from = line.length();
        for (int i = 0; i < length; i++) {
            if (bound.endsBefore(line, from, 10)) {
                line.append(" ...");
                return;
            }
            if (i > 0) {
                line.append(' ');
            }
            line.append(AttributeTitles.hex(blob[at + i] & 0xff));
        }
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static long u32(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }
}
