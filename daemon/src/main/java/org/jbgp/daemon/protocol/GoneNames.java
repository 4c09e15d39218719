package org.jbgp.daemon.protocol;

import java.util.Arrays;
import java.util.List;

/** Names of the interfaces that went last, by their index: routes in the tables may still have it. Immutable. */
final class GoneNames {
    static final GoneNames NONE = new GoneNames(new int[0], new String[0]);

    private static final int MOST = 256;

    /** The last to go stands last. */
    private final int[] indexes;
    /** Of the same interfaces. */
    private final String[] names;

    private GoneNames(int[] indexes, String[] names) {
        this.indexes = indexes;
        this.names = names;
    }

    /** With these besides; of too many the ones that went first are forgotten. */
    GoneNames and(List<NetworkInterface> went) {
        if (went.isEmpty()) {
            return this;
        }
        int kept = Math.max(0, Math.min(indexes.length, MOST - went.size()));
        int added = Math.min(went.size(), MOST);
        int[] allIndexes = Arrays.copyOfRange(indexes, indexes.length - kept, indexes.length + added);
        String[] allNames = Arrays.copyOfRange(names, names.length - kept, names.length + added);
        for (int i = 0; i < added; i++) {
            NetworkInterface link = went.get(went.size() - added + i);
            allIndexes[kept + i] = link.index();
            allNames[kept + i] = link.name();
        }
        return new GoneNames(allIndexes, allNames);
    }

    /** Empty if it is not known. */
    String of(int index) {
        for (int i = indexes.length - 1; i >= 0; i--) {
            if (indexes[i] == index) {
                return names[i];
            }
        }
        return "";
    }
}
