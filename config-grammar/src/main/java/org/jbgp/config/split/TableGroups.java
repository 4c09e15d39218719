package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tables, and which of them pipes join. */
final class TableGroups {
    private final List<Set<String>> pipes = new ArrayList<>();

    TableGroups(List<ConfigItem> items, Attachments attachments) {
        for (ConfigItem item : items) {
            if (item.isProtocol("pipe")) {
                pipes.add(attachments.tables(item));
            }
        }
    }

    /** These tables and all that pipes join with them. */
    Set<String> reach(Set<String> tables) {
        Set<String> reached = new LinkedHashSet<>(tables);
        boolean more = true;
        while (more) {
            more = false;
            for (Set<String> pipe : pipes) {
                Set<String> common = new HashSet<>(pipe);
                common.retainAll(reached);
                more |= !common.isEmpty() && reached.addAll(pipe);
            }
        }
        return reached;
    }
}
