package org.jbgp.daemon.session.settings;

import java.util.Set;

/**
 * After which errors a neighbor stays down until it is started again.
 *
 * @param afterError after any protocol error (BIRD {@code disable after error})
 * @param afterCease after a Cease from the neighbor with one of these subcodes (BIRD {@code disable after cease}); 0 stands for all above 8
 *     too
 */
public record Disabling(boolean afterError, Set<Integer> afterCease) {
    private static final int LAST_NAMED = 8;

    /** Always try again. */
    public static final Disabling NEVER = new Disabling(false, Set.of());

    public Disabling {
        afterCease = Set.copyOf(afterCease);
    }

    /** True if a received Cease of this subcode is the end. */
    public boolean ends(int subcode) {
        return afterCease.contains(subcode <= LAST_NAMED ? subcode : 0);
    }
}
