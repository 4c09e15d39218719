package org.jbgp.daemon.control.layout;

import org.jbgp.daemon.wire.AsPath;

/**
 * Cuts what stands on one line of {@code show route all} where BIRD cuts it: stock clients read lines of no more than
 * about a thousand bytes, and BIRD formats each attribute in 500. Lists of communities are not cut, they go on on
 * further lines. Stateless.
 */
public enum LineBound {
    /** BIRD 2. */
    BIRD_2 {
        @Override
        void path(StringBuilder line, int from, byte[] path, int at, int length) {
            int room = room(from);
            if (line.length() - from >= room) {
                line.setLength(from + room - 12);
                line.append("...");
            }
        }
    },
    /** BIRD 1.6: after a whole AS number, and silently in the path's last segment. */
    BIRD_16 {
        @Override
        void path(StringBuilder line, int from, byte[] path, int at, int length) {
            int end = from + room(from) - 16;
            if (line.length() <= end) {
                return;
            }
            int cut = line.indexOf(" ", end + 1);
            if (cut < 0) {
                return;
            }
            long shown = line.substring(from, cut)
                            .chars()
                            .filter(each -> each == ' ')
                            .count()
                    + 1;
            line.setLength(cut);
            if (shown <= hopsBeforeLastSegment(path, at, length)) {
                line.append(" ...");
            }
        }
    },
    /** For programs that read lines of any length. */
    NONE {
        @Override
        void path(StringBuilder line, int from, byte[] path, int at, int length) {
            // Whole.
        }

        @Override
        boolean endsBefore(StringBuilder line, int from, int reserve) {
            return false;
        }
    };

    /** BIRD's CLI_MSG_SIZE. */
    private static final int BUFFER = 500;

    /**
     * Cuts an AS path that has just been written.
     *
     * @param from where in the line it begins; the line begins with a tab
     * @param at where its bytes begin
     */
    abstract void path(StringBuilder line, int from, byte[] path, int at, int length);

    /**
     * True if a list that began at {@code from} must end before its next element, with {@code " ..."}.
     *
     * @param reserve bytes BIRD keeps for an element
     */
    boolean endsBefore(StringBuilder line, int from, int reserve) {
        return line.length() - from > room(from) - reserve;
    }

    /** Bytes BIRD has for a value that begins there. */
    private static int room(int from) {
        return BUFFER - (from - 1);
    }

    private static int hopsBeforeLastSegment(byte[] path, int at, int length) {
        int hops = 0;
        int last = 0;
        for (int segment = at; segment < at + length; segment = AsPath.nextSegment(path, segment)) {
            hops += last;
            last = AsPath.segmentCount(path, segment);
        }
        return hops;
    }
}
