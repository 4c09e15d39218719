package org.jbgp.daemon.router;

import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.Policy;

/** Import filters. */
enum WorldRule {
    ALL {
        @Override
        WorldAttributes apply(WorldAttributes set, int prefix) {
            return set;
        }
    },
    /** Looks at the prefix. */
    SOME_PREFIXES {
        @Override
        WorldAttributes apply(WorldAttributes set, int prefix) {
            return prefix % 2 == 0 ? set : null;
        }
    },
    /** Looks at the attributes only: what it did is done again for all prefixes of a set. */
    BY_MED {
        @Override
        WorldAttributes apply(WorldAttributes set, int prefix) {
            return set.med() == 2 ? null : set.med() == 1 ? set.withLocalPref(250) : set;
        }
    },
    /** Makes sets of its own for each prefix. */
    EACH_ITS_OWN {
        @Override
        WorldAttributes apply(WorldAttributes set, int prefix) {
            return set.withLocalPref(80 + prefix % 5);
        }
    };

    /** The set after the filter, null if it is rejected. */
    abstract WorldAttributes apply(WorldAttributes set, int prefix);

    /** The same as a filter of the router. */
    Policy policy() {
        return switch (this) {
            case ALL -> Policy.ALL;
            case SOME_PREFIXES -> (route, log) -> WorldNames.number(route) % 2 == 0;
            case BY_MED ->
                (route, log) -> {
                    long med = route.u32(AttributeSlot.MULTI_EXIT_DISC);
                    if (med == 1) {
                        route.setU32(AttributeSlot.LOCAL_PREF, 250);
                    }
                    return med != 2;
                };
            case EACH_ITS_OWN ->
                (route, log) -> {
                    route.setU32(AttributeSlot.LOCAL_PREF, 80 + WorldNames.number(route) % 5);
                    return true;
                };
        };
    }
}
