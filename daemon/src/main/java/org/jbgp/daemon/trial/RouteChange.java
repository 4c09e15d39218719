package org.jbgp.daemon.trial;

import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What would become of one route.
 *
 * @param kind what
 * @param family of the prefix
 * @param hi its address, high word
 * @param lo its address, low word
 * @param length its length
 * @param attributes names of those that would be others
 * @param sets both sets, where they are kept
 * @param way where that says more: from which protocol to which
 */
public record RouteChange(
        Kind kind, AddressFamily family, long hi, long lo, int length, List<String> attributes, Sets sets, String way) {

    /** Attribute sets of now and as they would be, either null. */
    public static final class Sets {
        /** Not kept. */
        public static final Sets NONE = new Sets(null, null);

        private final byte[] before;
        private final byte[] after;

        public Sets(byte[] before, byte[] after) {
            this.before = before;
            this.after = after;
        }

        public byte[] before() {
            return before;
        }

        public byte[] after() {
            return after;
        }
    }

    /** Which prefix, and what becomes of it. */
    public record Place(Kind kind, long hi, long lo, int length) {}

    /** Which prefix, and what becomes of it. */
    public Place place() {
        return new Place(kind, hi, lo, length);
    }

    /** The same without attribute sets. */
    RouteChange withoutSets() {
        return new RouteChange(kind, family, hi, lo, length, attributes, Sets.NONE, way);
    }

    /** Sorts of changes. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        MOVED
    }
}
