package org.jbgp.config.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.config.source.Problem;

/** The text of one part: its items in their order, and whatever they use. One use. */
final class PartText {
    /** Names outside of comments and strings; what is one of the two has no group. */
    private static final Pattern NAMES = Pattern.compile(
            "#[^\\n]*|/\\*.*?\\*/|\"[^\"\\n]*\"|'([A-Za-z0-9_.:-]*)'|([A-Za-z_][A-Za-z0-9_]*)", Pattern.DOTALL);

    private final SplitSide side;
    private final List<ConfigItem> items;
    private final BiFunction<SplitSide, ConfigItem, Written> writer;
    private final Map<String, List<ConfigItem>> definitions = new HashMap<>();
    private final Map<ConfigItem, Written> written = new HashMap<>();

    /**
     * An item as it stands in a part.
     *
     * @param text with the comments that belong to it
     * @param unsplit what in it is no longer what it was
     */
    record Written(String text, List<Problem> unsplit) {}

    /** @param writer how an item is written in a part */
    PartText(SplitSide side, List<ConfigItem> items, BiFunction<SplitSide, ConfigItem, Written> writer) {
        this.side = side;
        this.items = items;
        this.writer = writer;
        for (ConfigItem item : items) {
            if (item.isDefinition() || item.kind() == ConfigItem.Kind.PROTOCOL) {
                definitions
                        .computeIfAbsent(item.name(), name -> new ArrayList<>())
                        .add(item);
            }
        }
    }

    /** Takes items, and all that they use. */
    void take(List<ConfigItem> roots) {
        Deque<ConfigItem> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            ConfigItem item = open.poll();
            if (written.containsKey(item)) {
                continue;
            }
            Written text = writer.apply(side, item);
            written.put(item, text);
            if (!item.base().isEmpty()) {
                definitions.getOrDefault(item.base(), List.of()).stream()
                        .filter(each ->
                                each.kind() == ConfigItem.Kind.TEMPLATE || each.kind() == ConfigItem.Kind.PROTOCOL)
                        .forEach(open::add);
            }
            for (String name : names(text.text())) {
                definitions.getOrDefault(name, List.of()).stream()
                        .filter(each ->
                                each.kind() != ConfigItem.Kind.TEMPLATE && each.kind() != ConfigItem.Kind.PROTOCOL)
                        .forEach(open::add);
            }
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = NAMES.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
            } else if (matcher.group(2) != null) {
                names.add(matcher.group(2));
            }
        }
        return names;
    }

    boolean has(ConfigItem item) {
        return written.containsKey(item);
    }

    /** What in it is no longer what it was. */
    Set<Problem> unsplit() {
        Set<Problem> all = new LinkedHashSet<>();
        for (ConfigItem item : items) {
            if (has(item)) {
                all.addAll(written.get(item).unsplit());
            }
        }
        return all;
    }

    /** The items in the order of the file. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ConfigItem item : items) {
            if (has(item)) {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                    text.append('\n');
                }
                text.append(written.get(item).text());
            }
        }
        return text.toString().replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }
}
