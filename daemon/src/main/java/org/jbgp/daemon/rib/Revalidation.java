package org.jbgp.daemon.rib;

import java.util.List;
import java.util.function.Function;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Authorizations have changed, and these filters ask them. What stays the same for all shards; any thread.
 *
 * @param changed which
 * @param imports channels whose import filter asks
 * @param exports readers of tables whose filter asks
 */
public record Revalidation(ChangedAuthorizations changed, List<Import> imports, List<Export> exports) {
    public Revalidation {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
    }

    /**
     * A channel that remembers routes as it received them.
     *
     * @param receiveAgain run on a shard, at most once, when a route is concerned that is not remembered, because only
     *     rejected ones are; null where all are
     */
    public record Import(int channel, AddressFamily family, Runnable receiveAgain) {}

    /**
     * A reader of a table.
     *
     * @param table its number
     * @param target the reader in a shard, null if it is not there; several may say the same one
     */
    public record Export(int table, AddressFamily family, Function<Shard, ExportTarget> target) {}

    /** True if routes of this family may be concerned. */
    boolean concerns(AddressFamily family) {
        return changed.kind().concerns(family);
    }
}
