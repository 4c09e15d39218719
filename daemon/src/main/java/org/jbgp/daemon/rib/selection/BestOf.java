package org.jbgp.daemon.rib.selection;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.store.PathStore;

/**
 * The best of all paths of a prefix, also where MED makes it more than a comparison of each with the best so far.
 * Confined to the shard.
 */
public final class BestOf {
    private final Channels channels;
    private final PathStore paths;
    private final Selection selection;

    public BestOf(Channels channels, PathStore paths, Selection selection) {
        this.channels = channels;
        this.paths = paths;
        this.selection = selection;
    }

    /**
     * The best path of a chain that is not empty.
     *
     * @param standing true if the first path was the best until now, which counts with {@code prefer older}
     */
    public int choose(int head, boolean standing) {
        if (paths.next(head) == 0) {
            return head;
        }
        for (int path = head; path != 0; path = paths.next(path)) {
            if (byAs(path)) {
                return chooseByAs(head, standing);
            }
        }
        int best = head;
        for (int path = paths.next(head); path != 0; path = paths.next(path)) {
            if (beats(path, best, standing && best == head)) {
                best = path;
            }
        }
        return best;
    }

    /**
     * RFC 4271 §9.1.2.2 c: of the paths of neighbors with {@code deterministic med}, only the best one of each
     * neighboring AS (and of each preference, which comes before) competes with the others.
     */
    private int chooseByAs(int head, boolean standing) {
        Map<Group, Integer> bestOfGroup = new HashMap<>();
        for (int path = head; path != 0; path = paths.next(path)) {
            if (byAs(path)) {
                bestOfGroup.merge(
                        group(path),
                        path,
                        (former, next) -> beats(next, former, standing && former == head) ? next : former);
            }
        }
        int best = 0;
        for (int path = head; path != 0; path = paths.next(path)) {
            if ((!byAs(path) || bestOfGroup.get(group(path)) == path)
                    && (best == 0 || beats(path, best, standing && best == head))) {
                best = path;
            }
        }
        return best;
    }

    private boolean beats(int path, int best, boolean bestStands) {
        return bestStands ? selection.replaces(path, best) : selection.compare(path, best) > 0;
    }

    private boolean byAs(int path) {
        return channel(path).decision().deterministicMed();
    }

    private record Group(int preference, int neighborAs) {}

    private Group group(int path) {
        int handle = paths.attributes(path);
        Channel channel = channel(path);
        return new Group(selection.preference(handle, channel.source()), selection.neighborAs(handle, channel));
    }

    private Channel channel(int path) {
        return channels.get(paths.channel(path));
    }
}
