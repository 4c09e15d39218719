package org.jbgp.config.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.FilterLanguage;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.config.source.SourcePosition;

/**
 * A whole checked configuration.
 *
 * @param dialect the language the files were written in
 * @param router what holds for the router as a whole
 * @param logs where messages go, in the order of the file; empty means the default target
 * @param tables every routing table, the default ones first
 * @param protocols the protocol instances in the order of the file, templates resolved, names unique
 * @param templates names of the templates, in the order of the file
 * @param filters the named filters, functions and custom attributes
 * @param sources where all of this stands
 */
public record Configuration(
        Dialect dialect,
        RouterOptions router,
        List<LogTarget> logs,
        List<TableConfig> tables,
        List<ProtocolConfig> protocols,
        List<String> templates,
        FilterLanguage filters,
        Sources sources) {
    public Configuration {
        logs = List.copyOf(logs);
        tables = List.copyOf(tables);
        protocols = List.copyOf(protocols);
        templates = List.copyOf(templates);
    }

    /**
     * Where all of this stands; kept apart so that configurations compare by meaning.
     *
     * @param positions where each protocol was defined, by name, and where each log file is named ({@link
     *     LogTarget.File#place})
     * @param files every file read, the root first, as paths given or resolved
     */
    public record Sources(Map<String, SourcePosition> positions, List<String> files) {
        public Sources {
            positions = Map.copyOf(positions);
            files = List.copyOf(files);
        }
    }

    /** See {@link Sources#positions}. */
    public Map<String, SourcePosition> positions() {
        return sources.positions();
    }

    /** See {@link Sources#files}. */
    public List<String> files() {
        return sources.files();
    }

    /** The same with further protocols at the end. */
    public Configuration with(List<? extends ProtocolConfig> more) {
        List<ProtocolConfig> all = new ArrayList<>(protocols);
        all.addAll(more);
        return new Configuration(dialect, router, logs, tables, all, templates, filters, sources);
    }

    /** The same with another protocol in the place of that of its name. */
    public Configuration replacing(ProtocolConfig protocol) {
        List<ProtocolConfig> all = new ArrayList<>(protocols);
        all.replaceAll(each -> each.name().equals(protocol.name()) ? protocol : each);
        return new Configuration(dialect, router, logs, tables, all, templates, filters, sources);
    }

    /** The same without one protocol. */
    public Configuration without(String name) {
        return new Configuration(
                dialect,
                router,
                logs,
                tables,
                protocols.stream()
                        .filter(protocol -> !protocol.name().equals(name))
                        .toList(),
                templates,
                filters,
                sources);
    }

    /** The table of that name. */
    public Optional<TableConfig> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The protocol of that name. */
    public Optional<ProtocolConfig> protocol(String name) {
        return protocols.stream()
                .filter(protocol -> protocol.name().equals(name))
                .findFirst();
    }
}
