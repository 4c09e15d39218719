package org.jbgp.daemon.protocol.kernel;

import java.util.Arrays;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.RouteRequests.Operation;

/**
 * Changes on their way into the kernel, by number: what each was about and what the kernel has if it refuses it. Owned
 * by the kernel thread; a change allocates nothing.
 */
final class Attempts {
    private int[] slots = new int[64];
    private Operation[] operations = new Operation[64];
    private Forwarding[] before = new Forwarding[64];
    private PairGroup[] groupBefore = new PairGroup[64];
    private boolean[] byObject = new boolean[64];
    private int count;

    /** The number of the next one. */
    int next() {
        return count;
    }

    /**
     * Notes one.
     *
     * @param slot the prefix's in the model, 0 if it has none
     * @param there the own route that a refusal leaves, null for none
     * @param group what that route goes by, null for none
     * @param object whether the new route goes by a next hop object
     */
    void add(int slot, Operation operation, Forwarding there, PairGroup group, boolean object) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
            operations = Arrays.copyOf(operations, count * 2);
            before = Arrays.copyOf(before, count * 2);
            groupBefore = Arrays.copyOf(groupBefore, count * 2);
            byObject = Arrays.copyOf(byObject, count * 2);
        }
        slots[count] = slot;
        operations[count] = operation;
        before[count] = there;
        groupBefore[count] = group;
        byObject[count++] = object;
    }

    int slot(int number) {
        return slots[number];
    }

    Operation operation(int number) {
        return operations[number];
    }

    Forwarding before(int number) {
        return before[number];
    }

    PairGroup groupBefore(int number) {
        return groupBefore[number];
    }

    boolean byObject(int number) {
        return byObject[number];
    }

    /** All are through. */
    void clear() {
        Arrays.fill(before, 0, count, null);
        Arrays.fill(groupBefore, 0, count, null);
        count = 0;
    }
}
