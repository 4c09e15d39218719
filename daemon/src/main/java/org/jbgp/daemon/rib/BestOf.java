package org.jbgp.daemon.rib;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;

/** The best of all paths of a prefix, also where MED makes it more than a comparison of each with the best so far. Confined to the shard. */
final class BestOf {
    private final Shard shard;
    private final PathStore paths;
    private final AttributeStore attributes;
    private final Selection selection;

    BestOf(Shard shard, PathStore paths, AttributeStore attributes, Selection selection) {
        this.shard = shard;
        this.paths = paths;
        this.attributes = attributes;
        this.selection = selection;
    }

    /** The best path of a chain that is not empty. */
    int choose(int head) {
        for (int path = head; path != 0; path = paths.next(path)) {
            if (shard.channel(paths.channel(path)).decision().deterministicMed()) {
                return chooseByAs(head);
            }
        }
        int best = head;
        for (int path = paths.next(head); path != 0; path = paths.next(path)) {
            if (selection.compare(path, best) > 0) {
                best = path;
            }
        }
        return best;
    }

    /** RFC 4271 §9.1.2.2 c: with deterministic MED only the best path of each neighboring AS competes with the others. */
    private int chooseByAs(int head) {
        Map<Integer, Integer> bestOfAs = new HashMap<>();
        for (int path = head; path != 0; path = paths.next(path)) {
            bestOfAs.merge(attributes.firstAs(paths.attributes(path)), path, this::better);
        }
        int best = 0;
        for (int path = head; path != 0; path = paths.next(path)) {
            if (bestOfAs.get(attributes.firstAs(paths.attributes(path))) == path
                    && (best == 0 || selection.compare(path, best) > 0)) {
                best = path;
            }
        }
        return best;
    }

    private int better(int former, int path) {
        return selection.compare(path, former) > 0 ? path : former;
    }
}
