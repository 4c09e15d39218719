package org.jbgp.config.split;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.grammar.BirdLexer;

/** What protocols are called, also those without a name. */
final class ProtocolNames {
    private final Map<String, Integer> unnamed = new HashMap<>();

    /**
     * The name of a protocol or template.
     *
     * @param item its tokens, from {@code protocol} on; asked once for each, in the order of the file
     */
    String of(List<FlatToken> item) {
        String name = "";
        int from = isVersion(item) ? 3 : 2;
        for (int i = from; i < item.size(); i++) {
            int type = item.get(i).type();
            if (type == BirdLexer.LBRACE || type == BirdLexer.FROM) {
                break;
            }
            name = item.get(i).name();
        }
        String kind = item.size() > 1 ? item.get(1).text() : "";
        return name.isEmpty() ? kind + unnamed.merge(kind, 1, Integer::sum) : name;
    }

    /** {@code ospf v3 NAME}, {@code rip ng NAME}. */
    static boolean isVersion(List<FlatToken> item) {
        return item.size() > 2
                && switch (item.get(1).text() + " " + item.get(2).text()) {
                    case "ospf v2", "ospf v3", "rip ng" -> true;
                    default -> false;
                };
    }
}
