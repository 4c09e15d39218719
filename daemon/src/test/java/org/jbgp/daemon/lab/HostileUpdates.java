package org.jbgp.daemon.lab;

import java.util.HexFormat;

/** UPDATEs that cost a router as much as they can, in hexadecimal. */
final class HostileUpdates {
    /** Paths of the prefix that has too many. */
    static final int PATHS = 60_000;

    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST = 65_535;
    /** Marker, length, type and both lengths of an UPDATE. */
    private static final int FRAME = 23;

    private HostileUpdates() {}

    private static String attributes(long as, int set) {
        return "40010100" + "400206" + "0201" + HEX.toHexDigits(as, 8) + "400304" + "0a000003" + "c00804"
                + HEX.toHexDigits(set);
    }

    /** 20.x.y.0/24 under path identifier 1 with a set of attributes of its own. */
    static String newSet(long as, int prefix, int set) {
        return update(attributes(as, set), nlri(1, prefix));
    }

    /** 20.0.0.0/24 under a path identifier. */
    static String path(long as, int identifier, int set) {
        return update(attributes(as, set), nlri(identifier, 0));
    }

    /** Every other one full of prefixes, the rest full of attributes. */
    static String large(long as, int number) {
        String attributes = attributes(as, number);
        if (number % 2 == 0) {
            StringBuilder nlri = new StringBuilder();
            for (int i = 0; FRAME + (attributes.length() + nlri.length()) / 2 + 8 <= LONGEST; i++) {
                nlri.append(nlri(1, i));
            }
            return update(attributes, nlri.toString());
        }
        // An unknown optional transitive attribute that takes what room there is.
        int room = LONGEST - FRAME - attributes.length() / 2 - 4 - 8;
        String filler = "d0c8" + HEX.toHexDigits(room, 4) + HEX.toHexDigits(number) + "00".repeat(room - 4);
        return update(attributes + filler, nlri(1, 0));
    }

    /** 21.0.0.0/24: whoever has it has read all that was sent before. */
    static String marker(long as) {
        return update(attributes(as, 0), HEX.toHexDigits(1) + "18150000");
    }

    private static String nlri(int identifier, int prefix) {
        return HEX.toHexDigits(identifier) + "18" + HEX.toHexDigits(0x140000 + prefix, 6);
    }

    private static String update(String attributes, String nlri) {
        return RawPeer.message(2, "0000" + HEX.toHexDigits(attributes.length() / 2, 4) + attributes + nlri);
    }
}
