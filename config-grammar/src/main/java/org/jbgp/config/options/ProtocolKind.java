package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.SourcePosition;
import org.jbgp.config.syntax.Suggestion;

/** The words after {@code protocol}. */
enum ProtocolKind {
    BGP("bgp"),
    STATIC("static"),
    KERNEL("kernel"),
    DEVICE("device"),
    DIRECT("direct"),
    PIPE("pipe");

    /** Protocols of BIRD that jbgpd does not speak, and why. */
    private static final List<String> ROUTING = List.of("ospf", "rip", "babel", "radv");

    private static final List<String> LATER = List.of("bfd", "rpki", "bmp", "mrt", "aggregator");
    private static final List<String> NEVER = List.of("l3vpn", "evpn", "bridge", "perf");

    private final String word;

    ProtocolKind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<ProtocolKind> of(String word) {
        for (ProtocolKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Why a word is none of ours. */
    static String refusal(String word) {
        if (ROUTING.contains(word)) {
            return "protocol '" + word
                    + "' is not supported: jbgpd is a BGP router and speaks bgp, static, kernel, device,"
                    + " direct and pipe only";
        }
        if (LATER.contains(word)) {
            return "protocol '" + word + "' is not supported yet";
        }
        if (NEVER.contains(word)) {
            return "protocol '" + word + "' is not supported: jbgpd carries IPv4 and IPv6 unicast routes only";
        }
        List<String> all = new ArrayList<>();
        for (ProtocolKind kind : values()) {
            all.add(kind.word);
        }
        all.addAll(ROUTING);
        all.addAll(LATER);
        return "there is no protocol '" + word + "'" + Suggestion.text(word, all);
    }

    ProtocolDraft draft(Context context, SourcePosition position) {
        return switch (this) {
            case BGP -> new BgpDraft(context, position);
            case STATIC -> new StaticOptions.StaticDraft(context, position);
            case KERNEL -> new KernelDraft(context, position);
            case DEVICE -> new DeviceOptions.DeviceDraft(context, position);
            case DIRECT -> new DirectOptions.DirectDraft(context, position);
            case PIPE -> new PipeOptions.PipeDraft(context, position);
        };
    }
}
