package org.jbgp.config.filter.value;

import java.util.HexFormat;
import org.jbgp.config.base.IpAddress;

/** How {@code print} and {@code format()} write values, which is how BIRD writes them. */
public final class ValueFormat {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private ValueFormat() {}

    public static String format(Value value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    public static void append(StringBuilder text, Value value) {
        switch (value) {
            case Undefined nothing -> text.append("(void)");
            case Num num -> number(text, num);
            case Wide wide -> {
                if (wide.type() == FilterType.LC) {
                    large(text, wide.hi(), wide.lo());
                } else {
                    text.append(address(wide));
                }
            }
            case Net net -> net(text, net);
            case Text string -> text.append(string.text());
            case WireBytes bytes -> bytes(text, bytes);
            case RangeSet set -> set(text, set);
            case PrefixSet set -> PrefixSetFormat.append(text, set);
            case PathMask mask -> mask(text, mask);
            case RouteRef route -> text.append(route.described());
            case RouteList list -> {
                text.append("Block of routes:");
                for (int i = 0; i < list.routes().size(); i++) {
                    text.append(i == 0 ? " " : "; ").append(i).append(": ");
                    append(text, list.routes().get(i));
                }
            }
        }
    }

    /** An ip as {@link IpAddress}. */
    public static IpAddress address(Wide ip) {
        return ip.isIp4() ? IpAddress.ipv4((int) ip.ip4()) : IpAddress.ipv6(ip.hi(), ip.lo());
    }

    private static void number(StringBuilder text, Num num) {
        long bits = num.bits();
        switch (num.type()) {
            case BOOL -> text.append(bits != 0 ? "TRUE" : "FALSE");
            case PAIR -> pair(text, bits);
            case QUAD -> quad(text, bits);
            case EC -> extended(text, bits);
            case RD -> distinguisher(text, bits);
            case MAC ->
                text.append(COLONS.formatHex(new byte[] {
                    (byte) (bits >> 40),
                    (byte) (bits >> 32),
                    (byte) (bits >> 24),
                    (byte) (bits >> 16),
                    (byte) (bits >> 8),
                    (byte) bits
                }));
            default -> {
                if (num.type().isEnumeration()) {
                    text.append("(enum ")
                            .append(Integer.toHexString(num.type().code()))
                            .append(')');
                }
                text.append(bits);
            }
        }
    }

    private static void pair(StringBuilder text, long bits) {
        text.append('(').append(bits >>> 16).append(',').append(bits & 0xFFFF).append(')');
    }

    private static void quad(StringBuilder text, long bits) {
        text.append(IpAddress.ipv4((int) bits));
    }

    private static void large(StringBuilder text, long hi, long lo) {
        text.append('(')
                .append(hi)
                .append(", ")
                .append(lo >>> 32)
                .append(", ")
                .append(lo & 0xFFFF_FFFFL)
                .append(')');
    }

    /** RFC 4360 §3, RFC 5668. */
    private static void extended(StringBuilder text, long bits) {
        int type = (int) (bits >>> 48);
        int format = type >>> 8 & 0xBF;
        if (LinkBandwidth.append(text, bits)) {
            return;
        }
        if (format > 2) {
            text.append("(generic, 0x").append(Long.toHexString(bits >>> 32));
            text.append(", 0x").append(Long.toHexString(bits & 0xFFFF_FFFFL)).append(')');
            return;
        }
        text.append('(');
        switch (type & 0xF0FF) {
            case 2 -> text.append("rt");
            case 3 -> text.append("ro");
            default -> text.append("unknown 0x").append(Integer.toHexString(type));
        }
        text.append(", ");
        switch (format) {
            case 0 -> text.append(bits >>> 32 & 0xFFFF).append(", ").append(bits & 0xFFFF_FFFFL);
            case 1 -> {
                quad(text, bits >>> 16 & 0xFFFF_FFFFL);
                text.append(", ").append(bits & 0xFFFF);
            }
            default -> text.append(bits >>> 16 & 0xFFFF_FFFFL).append(", ").append(bits & 0xFFFF);
        }
        text.append(')');
    }

    /** RFC 4364 §4.2. The type is written only where the value alone would read as another. */
    private static void distinguisher(StringBuilder text, long bits) {
        int type = (int) (bits >>> 48);
        long value = bits & 0xFFFF_FFFF_FFFFL;
        switch (type) {
            case 0 -> text.append(value >>> 32).append(':').append(value & 0xFFFF_FFFFL);
            case 1 -> {
                quad(text, value >>> 16);
                text.append(':').append(value & 0xFFFF);
            }
            case 2 -> {
                text.append(value >>> 16 <= 0xFFFF ? "2:" : "");
                text.append(value >>> 16).append(':').append(value & 0xFFFF);
            }
            default ->
                text.append(type).append(':').append(value >>> 32).append(':').append(value & 0xFFFF_FFFFL);
        }
    }

    private static void net(StringBuilder text, Net net) {
        text.append(address(net.ip())).append('/').append(net.length());
        if (net.kind().isRoa()) {
            text.append('-').append(net.maxLength()).append(" AS").append(net.asn());
        }
    }

    private static void bytes(StringBuilder text, WireBytes bytes) {
        if (bytes.type() == FilterType.BYTESTRING) {
            text.append(COLONS.formatHex(bytes.array()));
            return;
        }
        if (bytes.type() == FilterType.PATH) {
            text.append("(path ");
            AsPaths.format(text, bytes.array(), 0, bytes.length());
        } else {
            text.append('(').append(bytes.type().label()).append(' ');
            int width = CommunityLists.width(bytes.type());
            for (int at = 0; at < bytes.length(); at += width) {
                text.append(at > 0 ? " " : "");
                append(text, CommunityLists.get(bytes.type(), bytes.array(), at));
            }
        }
        text.append(')');
    }

    private static void set(StringBuilder text, RangeSet set) {
        text.append('[');
        for (int i = 0; i < set.size(); i++) {
            text.append(i > 0 ? ", " : "");
            append(text, set.from(i));
            if (!set.from(i).equals(set.to(i))) {
                text.append("..");
                append(text, set.to(i));
            }
        }
        int[] rectangles = set.rectangles();
        for (int i = 0; i < rectangles.length; i += 4) {
            text.append(i > 0 || set.size() > 0 ? ", (" : "(");
            text.append(rectangles[i]).append("..").append(rectangles[i + 1]).append(',');
            text.append(rectangles[i + 2])
                    .append("..")
                    .append(rectangles[i + 3])
                    .append(')');
        }
        text.append(']');
    }

    private static void mask(StringBuilder text, PathMask mask) {
        text.append("[= ");
        for (PathMask.Item item : mask.items()) {
            boolean repeated = switch (item) {
                case PathMask.AnyPath any -> {
                    text.append('*');
                    yield false;
                }
                case PathMask.AnyAs any -> {
                    text.append('?');
                    yield any.repeated();
                }
                case PathMask.AsRange range -> {
                    text.append(range.from());
                    if (range.to() != range.from()) {
                        text.append("..").append(range.to());
                    }
                    yield range.repeated();
                }
                case PathMask.AsSet set -> {
                    set(text, set.set());
                    yield set.repeated();
                }
            };
            text.append(repeated ? " + " : " ");
        }
        text.append("=]");
    }
}
