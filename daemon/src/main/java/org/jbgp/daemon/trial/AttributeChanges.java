package org.jbgp.daemon.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;

/** Which attributes differ between two sets. */
public final class AttributeChanges {
    private AttributeChanges() {}

    /** Names, as filters know them, of what only one set has or both have with other values. */
    public static List<String> between(byte[] before, byte[] after) {
        List<String> names = new ArrayList<>(2);
        int a = 0;
        int b = 0;
        while (a < before.length || b < after.length) {
            int keyA = a < before.length ? AttributeBlob.key(before, a) : Integer.MAX_VALUE;
            int keyB = b < after.length ? AttributeBlob.key(after, b) : Integer.MAX_VALUE;
            int nextA = keyA <= keyB ? AttributeBlob.next(before, a) : a;
            int nextB = keyB <= keyA ? AttributeBlob.next(after, b) : b;
            if (keyA != keyB || !Arrays.equals(before, a, nextA, after, b, nextB)) {
                String name = name(Math.min(keyA, keyB));
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
            a = nextA;
            b = nextB;
        }
        return List.copyOf(names);
    }

    private static String name(int key) {
        int space = key >> 8;
        int code = key & 0xff;
        if (space == AttributeBlob.CUSTOM) {
            return "custom attribute " + code;
        }
        AttributeType type = AttributeType.of(space, code);
        return type != null ? type.filterName() : space == AttributeBlob.BGP ? "attribute " + code : "";
    }
}
