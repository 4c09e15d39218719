package org.jbgp.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.bench.MrtFile;

/**
 * A recorded session to be announced again: the table it left behind, and the attribute set of each of its groups.
 * IPv4, 4-byte AS numbers, as in the full-table session of the shared corpus.
 */
final class Recording {
    private static final int AS_PATH = 2;

    /** Room for what a sender adds to an attribute set: its AS, two communities, headers. */
    static final int ADDED = 64;

    private final RouteTable table;
    private final List<byte[]> attributes;

    private Recording(RouteTable table, List<byte[]> attributes) {
        this.table = table;
        this.attributes = attributes;
    }

    /** Prefixes as they were announced last, whether withdrawn later or not. */
    RouteTable table() {
        return table;
    }

    /** Path attributes of a group as recorded. */
    byte[] attributes(int group) {
        return attributes.get(group);
    }

    /**
     * Reads a file.
     *
     * @param routerAs paths through this AS are left out, as are those with AS 0, which some routers take for
     *     withdrawals (RFC 7607 §2) and others do not
     */
    static Recording read(Path file, long routerAs) throws IOException {
        List<byte[]> updates = MrtFile.read(file).updates();
        Map<Long, Integer> last = new HashMap<>();
        for (int i = 0; i < updates.size(); i++) {
            byte[] body = updates.get(i);
            if (usable(body, routerAs)) {
                int update = i;
                prefixes(body, (address, length) -> last.put((long) address << 8 | length, update));
            }
        }
        Builder builder = new Builder(last.size());
        for (int i = 0; i < updates.size(); i++) {
            byte[] body = updates.get(i);
            if (usable(body, routerAs)) {
                int update = i;
                builder.attributes(Arrays.copyOfRange(body, attributesAt(body), nlriAt(body)));
                prefixes(body, (address, length) -> {
                    if (last.get((long) address << 8 | length) == update) {
                        builder.prefix(address, length);
                    }
                });
            }
        }
        return builder.recording();
    }

    private interface PrefixAction {
        void prefix(int address, int length);
    }

    /** Cuts what belongs to one attribute set into groups that fit into a message each. */
    private static final class Builder {
        private final int[] address;
        private final byte[] length;
        private final List<Integer> starts = new ArrayList<>();
        private final List<byte[]> sets = new ArrayList<>();
        private byte[] set = {};
        private int count;
        private int room;

        private Builder(int prefixes) {
            address = new int[prefixes];
            length = new byte[prefixes];
        }

        private void attributes(byte[] attributes) {
            set = attributes;
            room = 0;
        }

        private void prefix(int prefix, int bits) {
            int bytes = 1 + (bits + 7) / 8;
            if (room < bytes) {
                starts.add(count);
                sets.add(set);
                room = Messages.MAXIMUM - Messages.HEADER - 4 - set.length - ADDED;
            }
            room -= bytes;
            address[count] = prefix;
            length[count++] = (byte) bits;
        }

        private Recording recording() {
            starts.add(count);
            int[] groups = starts.stream().mapToInt(Integer::intValue).toArray();
            return new Recording(new RouteTable(address, length, groups), sets);
        }
    }

    private static int attributesAt(byte[] body) {
        return 4 + unsigned16(body, 0);
    }

    private static int nlriAt(byte[] body) {
        return attributesAt(body) + unsigned16(body, attributesAt(body) - 2);
    }

    private static void prefixes(byte[] body, PrefixAction action) {
        for (int at = nlriAt(body); at < body.length; ) {
            int length = body[at++];
            int address = 0;
            for (int bit = 0; bit < length; bit += 8) {
                address |= (body[at++] & 0xFF) << (24 - bit);
            }
            action.prefix(address, length);
        }
    }

    private static boolean usable(byte[] body, long routerAs) {
        for (int at = attributesAt(body); at < nlriAt(body); ) {
            int header = (body[at] & 0x10) != 0 ? 4 : 3;
            int length = header == 4 ? unsigned16(body, at + 2) : body[at + 2] & 0xFF;
            if (body[at + 1] == AS_PATH && passes(ByteBuffer.wrap(body, at + header, length), routerAs)) {
                return false;
            }
            at += header + length;
        }
        return true;
    }

    private static boolean passes(ByteBuffer path, long routerAs) {
        while (path.hasRemaining()) {
            path.get();
            for (int count = path.get() & 0xFF; count > 0; count--) {
                long as = path.getInt() & 0xFFFFFFFFL;
                if (as == 0 || as == routerAs) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
