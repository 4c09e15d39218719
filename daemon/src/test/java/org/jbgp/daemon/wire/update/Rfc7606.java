package org.jbgp.daemon.wire.update;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.ErrorRow.Neighbor;
import org.jbgp.daemon.wire.PeerSort;

/**
 * The clauses of RFC 7606, and of those it refers to, written down a second time, for what is next to a row of the
 * table. It shares nothing with the decoder but the names of address families and of sorts of neighbors; plain and
 * slow. Both families are negotiated; options, where they are, in both.
 */
public final class Rfc7606 {
    /** Approaches, mildest first (RFC 7606 §2). */
    public enum Word {
        OK,
        DISCARD,
        WITHDRAW,
        DISABLE,
        RESET
    }

    private static final int OPTIONAL = 0x80;
    private static final int TRANSITIVE = 0x40;
    private static final int EXTENDED = 0x10;

    /** A part of an attribute's rule: the Optional and Transitive bits, the sizes, and what a malformed one is. */
    private record Rule(int flags, int least, int step, Word malformed) {
        boolean sized(int length) {
            return step == 0 ? length == least : length >= least && length % step == 0;
        }
    }

    private static final Map<Integer, Rule> RULES = Map.ofEntries(
            Map.entry(1, new Rule(TRANSITIVE, 1, 0, Word.WITHDRAW)), // §7.1
            Map.entry(2, new Rule(TRANSITIVE, 0, 1, Word.WITHDRAW)), // §7.2
            Map.entry(3, new Rule(TRANSITIVE, 4, 0, Word.WITHDRAW)), // §7.3
            Map.entry(4, new Rule(OPTIONAL, 4, 0, Word.WITHDRAW)), // §7.4
            Map.entry(5, new Rule(TRANSITIVE, 4, 0, Word.WITHDRAW)), // §7.5
            Map.entry(6, new Rule(TRANSITIVE, 0, 0, Word.DISCARD)), // §7.6
            Map.entry(7, new Rule(OPTIONAL | TRANSITIVE, 0, 1, Word.DISCARD)), // §7.7
            Map.entry(8, new Rule(OPTIONAL | TRANSITIVE, 4, 4, Word.WITHDRAW)), // §7.8
            Map.entry(9, new Rule(OPTIONAL, 4, 0, Word.WITHDRAW)), // §7.9
            Map.entry(10, new Rule(OPTIONAL, 4, 4, Word.WITHDRAW)), // §7.10
            Map.entry(14, new Rule(OPTIONAL, 0, 1, Word.WITHDRAW)), // §7.11
            Map.entry(15, new Rule(OPTIONAL, 0, 1, Word.WITHDRAW)), // §7.12
            Map.entry(16, new Rule(OPTIONAL | TRANSITIVE, 8, 8, Word.WITHDRAW)), // §7.14
            Map.entry(17, new Rule(OPTIONAL | TRANSITIVE, 0, 1, Word.DISCARD)), // RFC 6793 §6
            Map.entry(18, new Rule(OPTIONAL | TRANSITIVE, 8, 0, Word.DISCARD)), // RFC 6793 §6
            Map.entry(26, new Rule(OPTIONAL, 0, 1, Word.DISCARD)), // RFC 7311 §3
            Map.entry(32, new Rule(OPTIONAL | TRANSITIVE, 12, 12, Word.WITHDRAW)), // RFC 8092 §6
            Map.entry(35, new Rule(OPTIONAL | TRANSITIVE, 4, 0, Word.WITHDRAW))); // RFC 9234 §5

    private static final int AIGP = 26;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Attribute(int flags, int code, byte[] value) {}

    /** What an MP attribute holds; {@code nlri} null if it says nothing for us. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Multiprotocol(AddressFamily family, byte[] nextHop, List<String> nlri) {}

    /** What changes the bytes of an UPDATE on some sessions. */
    public enum Option {
        /** RFC 7911 §3: an identifier in front of each prefix. */
        ADD_PATH,
        /** RFC 8950 §3: IPv4 with next hops of 16 and 32 bytes. */
        EXTENDED_NEXT_HOP,
        /** RFC 7311 §3: AIGP is taken. */
        AIGP
    }

    private final Neighbor from;
    private final Set<Option> options;
    private final Set<AddressFamily> broken = new HashSet<>();
    private final List<String> events = new ArrayList<>();
    private Word word = Word.OK;

    private Rfc7606(Neighbor from, Set<Option> options) {
        this.from = from;
        this.options = options;
    }

    /** What must become of it: the approach, and what a {@link #seen sink} hears. */
    public record Judgement(Word word, List<String> events) {}

    public static Judgement judge(byte[] body, Neighbor from, Set<Option> options) {
        Rfc7606 judge = new Rfc7606(from, options);
        judge.message(body);
        return new Judgement(judge.word, judge.word == Word.RESET ? List.of() : judge.events);
    }

    /** A set of attributes by codes and values, without the values that RFCs want changed on the way in. */
    static String seen(Map<Integer, String> attributes) {
        Map<Integer, String> shown = new TreeMap<>(attributes);
        for (int changed : new int[] {2, 3, 7}) {
            shown.computeIfPresent(changed, (code, value) -> "");
        }
        return shown.toString();
    }

    private void raise(Word to) {
        if (to.compareTo(word) > 0) {
            word = to;
        }
    }

    private void message(byte[] body) {
        if (body.length < 4) {
            raise(Word.RESET);
            return;
        }
        int withdrawnEnd = 2 + u16(body, 0);
        if (withdrawnEnd + 2 > body.length || withdrawnEnd + 2 + u16(body, withdrawnEnd) > body.length) {
            raise(Word.RESET); // §3 b
            return;
        }
        int attributesEnd = withdrawnEnd + 2 + u16(body, withdrawnEnd);
        List<String> withdrawn = prefixes(cut(body, 2, withdrawnEnd), AddressFamily.IPV4_UNICAST);
        List<String> nlri = prefixes(cut(body, attributesEnd, body.length), AddressFamily.IPV4_UNICAST);
        if (withdrawn == null || nlri == null) {
            raise(Word.RESET); // §5.3
            return;
        }
        attributes(cut(body, withdrawnEnd + 2, attributesEnd), withdrawn, nlri, body.length == 4);
    }

    private void attributes(byte[] bytes, List<String> withdrawn, List<String> nlri, boolean empty) {
        Map<Integer, Attribute> first = new TreeMap<>();
        boolean whole = split(bytes, first);
        Multiprotocol unreach = first.containsKey(15) ? unreach(first.get(15).value) : null;
        Multiprotocol reach = first.containsKey(14) ? reach(first.get(14).value) : null;
        boolean announcesMp = reach != null && reach.nlri != null && !reach.nlri.isEmpty();
        Map<Integer, String> kept = keep(first, announcesMp && nlri.isEmpty());
        if (announcesMp && !host(unmapped(reach))) {
            raise(Word.WITHDRAW); // RFC 4271 §6.3
        }
        if (announcesMp || !nlri.isEmpty()) {
            boolean mandatory =
                    first.containsKey(1) && first.containsKey(2) && (nlri.isEmpty() || first.containsKey(3));
            raise(mandatory ? Word.OK : Word.WITHDRAW); // §3 d
        }
        boolean onlyUnreach = whole && first.size() == 1 && first.containsKey(15);
        boolean noReach = nlri.isEmpty() && (reach == null || (reach.nlri != null && reach.nlri.isEmpty()));
        if (noReach && !onlyUnreach && word.compareTo(Word.WITHDRAW) >= 0) {
            raise(Word.RESET); // §5.2
        }
        if (broken.size() == 2) {
            raise(Word.RESET); // RFC 4760 §7: nothing is left to carry
        }

        withdrawn.forEach(prefix -> events.add("-" + prefix));
        if (unreach != null && unreach.nlri != null) {
            unreach.nlri.forEach(prefix -> events.add("-" + prefix));
        }
        announce(nlri, kept);
        if (announcesMp) {
            kept.put(3, "");
            announce(reach.nlri, kept);
        }
        boolean nothing = withdrawn.isEmpty() && nlri.isEmpty();
        if (empty) {
            events.add("EoR ipv4"); // RFC 4724 §2
        } else if (nothing && onlyUnreach && unreach != null && unreach.nlri != null && unreach.nlri.isEmpty()) {
            events.add("EoR " + unreach.family.label());
        }
    }

    private void announce(List<String> nlri, Map<Integer, String> kept) {
        boolean announced = word.compareTo(Word.WITHDRAW) < 0;
        if (announced && !nlri.isEmpty()) {
            events.add(seen(kept));
        }
        nlri.forEach(prefix -> events.add((announced ? "+" : "-") + prefix));
    }

    /** §3 g, §4; false if the last one is cut. */
    private boolean split(byte[] bytes, Map<Integer, Attribute> first) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int flags = in.get() & 0xff;
            int header = (flags & EXTENDED) == 0 ? 2 : 3;
            if (in.remaining() < header) {
                raise(Word.WITHDRAW);
                return false;
            }
            int code = in.get() & 0xff;
            int length = header == 2 ? in.get() & 0xff : in.getShort() & 0xffff;
            if (in.remaining() < length) {
                raise(Word.WITHDRAW);
                return false;
            }
            byte[] value = new byte[length];
            in.get(value);
            if (first.putIfAbsent(code, new Attribute(flags, code, value)) != null) {
                raise(code == 14 || code == 15 ? Word.RESET : Word.DISCARD);
            }
        }
        return true;
    }

    private Map<Integer, String> keep(Map<Integer, Attribute> attributes, boolean onlyMp) {
        Map<Integer, String> kept = new HashMap<>();
        for (Attribute each : attributes.values()) {
            boolean ignored = (each.code == AIGP && !options.contains(Option.AIGP)) // RFC 7311 §3.1: as an unknown one
                    || (each.code == 3 && onlyMp); // RFC 4760 §3
            if (!ignored && isKept(each)) {
                kept.put(each.code, HexFormat.of().formatHex(each.value));
            }
        }
        return kept;
    }

    private boolean isKept(Attribute each) {
        Rule rule = RULES.get(each.code);
        int flags = each.flags & (OPTIONAL | TRANSITIVE);
        if (rule == null) {
            raise((flags & OPTIONAL) == 0 ? Word.RESET : Word.OK); // RFC 4271 §6.3
            return flags == (OPTIONAL | TRANSITIVE);
        }
        if (flags != rule.flags) {
            raise(each.code == AIGP ? Word.DISCARD : Word.WITHDRAW); // RFC 7311 §3; §3 c
            return false;
        }
        boolean refused = switch (each.code) {
            case 5 -> from.sort() == PeerSort.EXTERNAL; // §7.5
            case 9, 10 -> from.sort() != PeerSort.INTERNAL; // §7.9, §7.10
            case 17, 18 -> from.as4(); // RFC 6793 §4.1
            default -> false;
        };
        if (refused) {
            raise(Word.DISCARD);
            return false;
        }
        if (!rule.sized(each.value.length) || !isSound(each.code, each.value)) {
            raise(rule.malformed);
            return false;
        }
        return each.code != 14 && each.code != 15 && each.code != 17 && each.code != 18;
    }

    private boolean isSound(int code, byte[] value) {
        return switch (code) {
            case 1 -> (value[0] & 0xff) <= 2;
            case 2 -> isPath(value, from.as4() ? 4 : 2) && isPathFromHere(value, from.as4() ? 4 : 2);
            case 3 -> host(value);
            case 7 -> value.length == (from.as4() ? 8 : 6) && !isZero(value, 0, value.length - 4); // RFC 7607 §2
            case 17 -> value.length >= 6 && isPath(value, 4); // RFC 6793 §6
            case 18 -> !isZero(value, 0, 4);
            case AIGP -> isAigp(value);
            default -> true;
        };
    }

    /** RFC 7311 §3: whole TLVs, metrics of 8 bytes. */
    private static boolean isAigp(byte[] value) {
        int at = 0;
        while (at < value.length) {
            int size = value.length - at < 3 ? 0 : u16(value, at + 1);
            if (size < 3 || size > value.length - at || (value[at] == 1 && size != 11)) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /** §7.2, RFC 7607 §2. */
    private static boolean isPath(byte[] value, int width) {
        int at = 0;
        while (at < value.length) {
            int count = at + 1 < value.length ? value[at + 1] & 0xff : 0;
            if (value[at] < 1 || value[at] > 4 || count == 0 || at + 2 + count * width > value.length) {
                return false;
            }
            for (int as = at + 2; as < at + 2 + count * width; as += width) {
                if (isZero(value, as, width)) {
                    return false;
                }
            }
            at += 2 + count * width;
        }
        return true;
    }

    /** RFC 5065 §5. */
    private boolean isPathFromHere(byte[] value, int width) {
        if (from.sort() == PeerSort.CONFEDERATION) {
            return value.length > 0 && value[0] == 3;
        }
        for (int at = 0; at < value.length; at += 2 + width * (value[at + 1] & 0xff)) {
            if (value[at] > 2) {
                return false;
            }
        }
        return true;
    }

    private Multiprotocol unreach(byte[] value) {
        AddressFamily family = family(value);
        return family == null ? null : new Multiprotocol(family, null, nlri(value, 3, family));
    }

    /** §7.11. */
    private Multiprotocol reach(byte[] value) {
        AddressFamily family = family(value);
        if (family == null) {
            return new Multiprotocol(null, null, null);
        }
        int length = value.length > 3 ? value[3] & 0xff : -1;
        boolean six = length == 16 || length == 32;
        boolean expected = family == AddressFamily.IPV6_UNICAST
                ? six
                : length == 4 || (six && options.contains(Option.EXTENDED_NEXT_HOP));
        if (!expected || value.length < 5 + length) {
            raise(Word.DISABLE);
            broken.add(family);
            return new Multiprotocol(family, null, null);
        }
        return new Multiprotocol(family, cut(value, 4, 4 + length), nlri(value, 5 + length, family));
    }

    private AddressFamily family(byte[] value) {
        if (value.length < 3) {
            raise(Word.RESET); // RFC 4760 §7
            return null;
        }
        AddressFamily family = switch ((u16(value, 0) << 8) | (value[2] & 0xff)) {
            case 0x0101 -> AddressFamily.IPV4_UNICAST;
            case 0x0201 -> AddressFamily.IPV6_UNICAST;
            default -> null;
        };
        raise(family == null ? Word.DISCARD : Word.OK); // RFC 4760 §6
        return family;
    }

    /** §5.3, §3 j. */
    private List<String> nlri(byte[] value, int at, AddressFamily family) {
        List<String> prefixes = prefixes(cut(value, at, value.length), family);
        if (prefixes == null) {
            raise(Word.DISABLE);
            broken.add(family);
        }
        return prefixes;
    }

    /** Null if they cannot be read. */
    private List<String> prefixes(byte[] bytes, AddressFamily family) {
        List<String> read = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int identifier = 0;
            if (options.contains(Option.ADD_PATH)) {
                if (in.remaining() < 5) {
                    return null;
                }
                identifier = in.getInt();
            }
            int length = in.get() & 0xff;
            int size = (length + 7) / 8;
            if (length > family.bits() || size > in.remaining()) {
                return null;
            }
            byte[] address = new byte[16];
            int offset = family == AddressFamily.IPV4_UNICAST ? 12 : 0;
            in.get(address, offset, size);
            if (length % 8 != 0) {
                address[offset + size - 1] &= (byte) (0xff << (8 - length % 8));
            }
            ByteBuffer halves = ByteBuffer.wrap(address);
            read.add(RecordingSink.prefix(family, identifier, halves.getLong(), halves.getLong(), length));
        }
        return read;
    }

    /** IPv4 where IPv4 is meant (RFC 4291 §2.5.5.2). */
    private byte[] unmapped(Multiprotocol reach) {
        byte[] address = reach.nextHop;
        boolean mapped = reach.family == AddressFamily.IPV4_UNICAST
                && address.length > 4
                && isZero(address, 0, 10)
                && u16(address, 10) == 0xffff;
        return mapped ? cut(address, 12, 16) : address;
    }

    /** RFC 4271 §6.3: a host's address; and a link-local one may stand behind nothing. */
    private static boolean host(byte[] address) {
        if (address.length == 4) {
            int first = address[0] & 0xff;
            return first != 0
                    && (first < 224 || first >= 240)
                    && ByteBuffer.wrap(address).getInt() != -1;
        }
        boolean unspecified = isZero(address, 0, 16);
        boolean linkLocal = address.length == 32 && address[16] == (byte) 0xfe && (address[17] & 0xc0) == 0x80;
        return (!unspecified && address[0] != (byte) 0xff) || (unspecified && linkLocal);
    }

    private static boolean isZero(byte[] bytes, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, Math.min(from, to), to);
    }

    private static int u16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
