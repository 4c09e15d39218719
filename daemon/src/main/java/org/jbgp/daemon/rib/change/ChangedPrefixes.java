package org.jbgp.daemon.rib.change;

import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * The prefixes of a table that changed since the last flush, each once, in the order of their first change; of each
 * whether its best path did or only others. Confined to the shard.
 */
public final class ChangedPrefixes {
    private static final int FIRST = 256;
    private static final int KEPT_BUFFER = 1 << 16;

    /** Why prefixes change at the moment, see {@link Cause#number}. */
    private final IntSupplier doing;

    private final PrefixBits best = new PrefixBits();
    /** All that are on the list. */
    private final PrefixBits listed = new PrefixBits();

    private int[] list = new int[FIRST];
    private int count;
    /** Null while nobody asks. */
    private ChangeCauses causes;

    private int[] taken = new int[FIRST];
    private int takenCount;
    private int[] takenBest = new int[FIRST];
    private int takenBestCount;
    private int[] takenOthers = new int[FIRST];
    private int takenOthersCount;

    public ChangedPrefixes(IntSupplier doing) {
        this.doing = doing;
    }

    /** From now on it is known, or not, why each changed. */
    public void askWhy(boolean asked) {
        if (!asked) {
            causes = null;
        } else if (causes == null) {
            causes = new ChangeCauses();
        }
    }

    /** The best path of a prefix changed. */
    public void addBest(int prefix) {
        if (best.add(prefix) && listed.add(prefix)) {
            append(prefix);
        }
    }

    /** Some other path of a prefix changed. */
    public void addOther(int prefix) {
        if (listed.add(prefix)) {
            append(prefix);
        }
    }

    private void append(int prefix) {
        if (count == list.length) {
            list = Arrays.copyOf(list, count * 2);
        }
        if (causes != null) {
            causes.note(count, doing.getAsInt());
        }
        list[count++] = prefix;
    }

    public boolean contains(int prefix) {
        return listed.contains(prefix);
    }

    public int count() {
        return count;
    }

    public int get(int at) {
        return list[at];
    }

    /**
     * Takes all that are there, to be passed on; what changes from here on is in the next flush. {@link #recycle} is to
     * follow.
     *
     * @param others whether somebody asks for those of which only other paths changed
     */
    public void take(boolean others) {
        int[] all = list;
        takenCount = count;
        list = taken;
        taken = all;
        count = 0;
        takenBestCount = 0;
        takenOthersCount = 0;
        if (takenBest.length < takenCount) {
            takenBest = new int[all.length];
        }
        for (int i = 0; i < takenCount; i++) {
            if (best.remove(all[i])) {
                if (causes != null) {
                    causes.pass(i, takenBestCount);
                }
                takenBest[takenBestCount++] = all[i];
            } else if (others) {
                takenOthers = takenOthers.length < takenCount ? new int[all.length] : takenOthers;
                takenOthers[takenOthersCount++] = all[i];
            }
            listed.remove(all[i]);
        }
    }

    /** All that were taken, at the start of this array. */
    public int[] taken() {
        return taken;
    }

    public int takenCount() {
        return takenCount;
    }

    /** Those taken whose best path changed. */
    public int[] takenBest() {
        return takenBest;
    }

    public int takenBestCount() {
        return takenBestCount;
    }

    /** Those taken of which only other paths changed. */
    public int[] takenOthers() {
        return takenOthers;
    }

    public int takenOthersCount() {
        return takenOthersCount;
    }

    /** Why the prefix at this place of {@link #takenBest} changed, see {@link Cause#number}. */
    public int cause(int at) {
        return causes.of(at);
    }

    /** What was taken has been passed on. A burst's buffers are given back; the usual ones are kept. */
    public void recycle() {
        taken = kept(taken);
        takenBest = kept(takenBest);
        takenOthers = kept(takenOthers);
        if (causes != null && count == 0) {
            causes.trim();
        }
    }

    private static int[] kept(int[] buffer) {
        return buffer.length > KEPT_BUFFER ? new int[FIRST] : buffer;
    }
}
