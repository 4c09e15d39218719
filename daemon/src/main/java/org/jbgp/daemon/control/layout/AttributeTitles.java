package org.jbgp.daemon.control.layout;

import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;

/** What {@code show route all} calls the attributes of routes. */
public enum AttributeTitles {
    /** By a class of attributes and a name in it: {@code BGP.as_path}; so do 1.6 and 2.x. */
    BIRD_2,
    /** As filters call them: {@code bgp_path}. */
    BIRD_3;

    private static final String KERNEL = "Kernel.";

    String of(AttributeType type) {
        if (this == BIRD_2) {
            return type.title();
        }
        // Those of which filters read the bits only have no name there.
        return type.filterName().isEmpty() && type.title().startsWith(KERNEL)
                ? "krt_" + type.title().substring(KERNEL.length())
                : type.filterName();
    }

    /** The name of a path attribute that the table does not know. */
    String unknown(int code, int flags) {
        return this == BIRD_2
                ? "BGP." + hex(code) + ((flags & AttributeBlob.TRANSITIVE) != 0 ? " [t]" : "")
                : "bgp_unknown_0x" + hex(code);
    }

    static String hex(int number) {
        return (number < 16 ? "0" : "") + Integer.toHexString(number);
    }
}
