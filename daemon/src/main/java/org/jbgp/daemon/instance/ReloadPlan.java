package org.jbgp.daemon.instance;

import java.util.List;
import java.util.Optional;

/**
 * What going over to another configuration does, protocol by protocol: a value, made before anything is touched, shown
 * by {@code configure plan}, and carried out by {@code Router.apply}.
 *
 * @param entries in the order of the new file, then what it no longer has
 */
public record ReloadPlan(List<Entry> entries) {
    public ReloadPlan {
        entries = List.copyOf(entries);
    }

    /** What becomes of a protocol. */
    public enum Action {
        /** Nothing in it changed. */
        KEPT,
        /** Changed under the running protocol; no route is touched for it. */
        UPDATED,
        /** Some routes go through filters again; the session stays. */
        REFILTERED,
        /** A new session under the running protocol; routes stay meanwhile where both sides agreed to it. */
        RENEWED,
        /** The file now says {@code disabled}. */
        DISABLED,
        /** The file no longer says {@code disabled}. */
        ENABLED,
        /** Stopped and made anew. */
        RESTARTED,
        /** New in the file. */
        ADDED,
        /** No longer in the file. */
        REMOVED;

        /** In small letters, for people. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One protocol.
     *
     * @param protocol its name
     * @param action what becomes of it
     * @param reasons the options that decided so, by their names in the file, those of channels with the channel in
     *     front
     * @param imports channels whose routes go through the import filter again
     * @param exports channels whose routes go through the export filter again
     */
    public record Entry(
            String protocol, Action action, List<String> reasons, List<String> imports, List<String> exports) {
        public Entry {
            reasons = List.copyOf(reasons);
            imports = List.copyOf(imports);
            exports = List.copyOf(exports);
        }
    }

    /** The entry of a protocol. */
    public Optional<Entry> entry(String protocol) {
        return entries.stream()
                .filter(entry -> entry.protocol().equals(protocol))
                .findFirst();
    }

    /** How many protocols this becomes of. */
    public long count(Action action) {
        return entries.stream().filter(entry -> entry.action() == action).count();
    }

    /** One line, e.g. {@code 998 kept, 1 refiltered, 1 added}. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        for (Action action : Action.values()) {
            long count = count(action);
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(action.label());
            }
        }
        return text.isEmpty() ? "no protocols" : text.toString();
    }
}
