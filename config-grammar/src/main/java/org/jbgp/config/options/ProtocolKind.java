package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.bgp.BgpDraft;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.protocol.AggregatorOptions;
import org.jbgp.config.options.protocol.BfdOptions;
import org.jbgp.config.options.protocol.BmpOptions;
import org.jbgp.config.options.protocol.DeviceOptions;
import org.jbgp.config.options.protocol.DirectOptions;
import org.jbgp.config.options.protocol.KernelDraft;
import org.jbgp.config.options.protocol.MrtOptions;
import org.jbgp.config.options.protocol.PipeOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.protocol.StaticOptions;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Suggestion;

/** The words after {@code protocol}. */
enum ProtocolKind {
    BGP("bgp"),
    STATIC("static"),
    KERNEL("kernel"),
    DEVICE("device"),
    DIRECT("direct"),
    PIPE("pipe"),
    BFD("bfd"),
    RADV("radv"),
    RPKI("rpki"),
    BMP("bmp"),
    MRT("mrt"),
    AGGREGATOR("aggregator");

    /** Protocols of BIRD that jbgpd does not speak, and why. */
    private static final List<String> ROUTING = List.of("ospf", "rip", "babel");

    private static final List<String> NEVER = List.of("l3vpn", "evpn", "bridge", "perf");

    private final String word;

    ProtocolKind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** True if BIRD 1.6 has it too. */
    boolean isIn16() {
        return switch (this) {
            case BGP, STATIC, KERNEL, DEVICE, DIRECT, PIPE, BFD -> true;
            case RADV, RPKI, BMP, MRT, AGGREGATOR -> false;
        };
    }

    /** True if it has blocks of channels in 2.x. */
    boolean hasChannels() {
        return !channels().isEmpty();
    }

    /** The words that begin those blocks. */
    List<String> channels() {
        return switch (this) {
            case BGP, KERNEL, DIRECT -> List.of("ipv4", "ipv6");
            case STATIC -> List.of("ipv4", "ipv6", "roa4", "roa6", "aspa");
            case RPKI -> List.of("roa4", "roa6", "aspa");
            case DEVICE, PIPE, BFD, RADV, BMP, MRT, AGGREGATOR -> List.of();
        };
    }

    static Optional<ProtocolKind> of(String word) {
        for (ProtocolKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Why a word is no protocol of jbgpd. */
    static String refusal(String word) {
        if (ROUTING.contains(word)) {
            return "protocol '" + word
                    + "' is not supported: jbgpd is a BGP router and knows no other routing protocol";
        }
        if (NEVER.contains(word)) {
            return "protocol '" + word + "' is not supported: jbgpd carries IPv4 and IPv6 unicast routes only";
        }
        List<String> all = new ArrayList<>();
        for (ProtocolKind kind : values()) {
            all.add(kind.word);
        }
        all.addAll(ROUTING);
        all.addAll(NEVER);
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
            case BFD -> new BfdOptions.BfdDraft(context, position);
            case RADV -> new RadvOptions.RadvDraft(context, position);
            case RPKI -> new RpkiOptions.RpkiDraft(context, position);
            case BMP -> new BmpOptions.BmpDraft(context, position);
            case MRT -> new MrtOptions.MrtDraft(context, position);
            case AGGREGATOR -> new AggregatorOptions.AggregatorDraft(context, position);
        };
    }
}
