package org.jbgp.daemon.reload;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.policy.compile.ListedAuthorizations;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.LiveValidity;

/** Authorizations in the blocks of tables themselves (BIRD 1.6), from one configuration to the next. Control thread. */
public final class TableBlocks {
    private final Consumer<ChangedAuthorizations> changed;
    private final Map<String, ListedAuthorizations> blocks = new HashMap<>();

    /** @param changed hears what came and went */
    public TableBlocks(Consumer<ChangedAuthorizations> changed) {
        this.changed = changed;
    }

    /** Goes over to the tables of a configuration. */
    public void apply(Configuration configuration, LiveValidity live) {
        Map<String, TableConfig> next = new HashMap<>();
        configuration.tables().stream()
                .filter(table -> !table.roas().isEmpty())
                .forEach(table -> next.put(table.name(), table));
        for (String name : Set.copyOf(blocks.keySet())) {
            TableConfig table = next.get(name);
            if (table == null || !blocks.get(name).isOf(table)) {
                changed.accept(blocks.remove(name).leave());
            }
        }
        next.forEach((name, table) ->
                changed.accept(blocks.computeIfAbsent(name, absent -> ListedAuthorizations.of(live, table))
                        .list(table)));
    }
}
