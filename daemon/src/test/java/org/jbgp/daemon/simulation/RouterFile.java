package org.jbgp.daemon.simulation;

import org.jbgp.daemon.simulation.RandomNetwork.Link;
import org.jbgp.daemon.simulation.RandomNetwork.Node;
import org.jbgp.daemon.simulation.RandomNetwork.Relation;
import org.jbgp.daemon.simulation.RandomNetwork.Sort;

/** Writes the files of a {@link RandomNetwork}'s routers, as the network is at present. */
final class RouterFile {
    private final RandomNetwork network;
    private final StringBuilder text = new StringBuilder();

    private RouterFile(RandomNetwork network) {
        this.network = network;
    }

    static String of(RandomNetwork network, Node node) {
        RouterFile file = new RouterFile(network);
        file.write(node);
        return file.text.toString();
    }

    private void write(Node node) {
        text.append("router id ").append(node.routerId()).append(";\n");
        text.append("graceful restart wait 60;\n");
        text.append(network.history ? "history on;\n" : "");
        // A simulated kernel reports every change: to look again and again finds nothing.
        text.append("protocol device { scan time 300; }\n");
        text.append("protocol kernel { scan time 300; " + network.channel() + " { export where source = RTS_BGP; }; ");
        text.append(network.gracefulRestart ? "graceful restart; }\n" : "}\n");
        text.append("protocol static own { " + network.channel() + ";\n");
        node.prefixes.forEach(
                number -> text.append("  route ").append(network.prefix(number)).append(" blackhole;\n"));
        text.append("}\n");
        if (network.watch != RandomNetwork.Watch.NONE) {
            watches(node);
        }
        if (node.piped) {
            pipe();
        }
        int vrf = network.vrfs.ofSecondTable(node);
        if (vrf != 0) {
            text.append("protocol kernel { vrf \"%s\"; kernel table %d; scan time 300;%s\n"
                    .formatted(
                            RandomVrfs.device(vrf),
                            RandomVrfs.table(vrf),
                            network.gracefulRestart ? " graceful restart;" : ""));
            text.append("  %s { table %s; export where source = RTS_BGP; }; }\n"
                    .formatted(network.channel(), network.table(1)));
        }
        network.linksOf(node).forEach(link -> session(node, link));
    }

    private void watches(Node node) {
        String options = "interface \"*\" { interval 3 s; idle tx interval 4 s; multiplier 4; }; }\n";
        if (network.vrfs.used && network.vrfs.bfdEach) {
            text.append("protocol bfd { vrf default; ").append(options);
            network.vrfs
                    .of(node)
                    .forEach(vrf -> text.append("protocol bfd { vrf \"")
                            .append(RandomVrfs.device(vrf))
                            .append("\"; ")
                            .append(options));
        } else {
            text.append("protocol bfd { ").append(options);
        }
    }

    private void pipe() {
        text.append(network.channel())
                .append(" table ")
                .append(network.table(1))
                .append(";\n");
        text.append("protocol pipe between { table ").append(network.table(0));
        text.append("; peer table ").append(network.table(1)).append("; export all;\n  import where net !~ [ ");
        String separator = "";
        for (int prefix = 0; prefix < network.prefixes || separator.isEmpty(); prefix++) {
            if (!RandomNetwork.passes(prefix, 0)) {
                text.append(separator).append(network.prefix(prefix));
                separator = ", ";
            }
        }
        text.append(" ];\n}\n");
    }

    private void session(Node node, Link link) {
        Relation relation = RandomNetwork.relation(link, node.number);
        boolean serves = relation == Relation.CLIENT && node.number == link.a;
        neighbor(node, link);
        text.append("  hold time 45; connect delay time 1; connect retry time 10; error wait time 1, 4;")
                .append(" startup hold time 30;\n");
        if (network.gracefulRestart) {
            text.append("  graceful restart on; graceful restart time 30;\n");
            text.append(network.longLived ? "  long lived graceful restart on; long lived stale time 20;\n" : "");
        }
        text.append(
                switch (network.watch) {
                    case NONE -> "";
                    case PLAIN -> "  bfd on;\n";
                    case GRACEFUL -> "  bfd graceful;\n";
                    case STRICT -> "  bfd { strict; };\n";
                });
        if (network.isInternal(link)) {
            text.append("  direct;\n");
        }
        if (network.isInterior(node.number)) {
            text.append("  confederation ").append(RandomNetwork.CONFEDERATION_AS);
            text.append(network.isInterior(link) && !network.isInternal(link) ? "; confederation member;\n" : ";\n");
        }
        if (serves) {
            text.append(network.sort == Sort.REFLECTORS ? "  rr client;\n" : "  rs client;\n");
        }
        text.append("  " + network.channel() + " {\n    table ").append(network.table(link.tableAt(node.number)));
        text.append(";\n    import filter { ")
                .append(importRule(link, relation))
                .append("accept; };\n");
        text.append("    export filter { ")
                .append(exportRule(node, link, relation))
                .append(" accept; };\n");
        if (network.isInternal(link) || network.isInterior(link)) {
            text.append("    next hop self; gateway direct;\n");
        }
        if (network.importTable) {
            text.append("    import table on;\n");
        }
        if (network.addPath) {
            text.append(serves ? "    add paths tx;\n" : relation == Relation.CLIENT ? "    add paths rx;\n" : "");
        }
        text.append("  };\n}\n");
    }

    private void neighbor(Node node, Link link) {
        Node other = network.nodes.get(link.other(node.number));
        boolean fromOutside = network.isInterior(other.number) && !network.isInterior(node.number);
        text.append("protocol bgp ").append(link.name()).append(" {\n  ");
        text.append(network.vrfs.used ? network.vrfs.option(link, node) : "").append("local ");
        text.append(network.address(link, node.number))
                .append(" as ")
                .append(node.as)
                .append("; neighbor ");
        text.append(network.address(link, other.number)).append(" as ");
        text.append(fromOutside ? RandomNetwork.CONFEDERATION_AS : other.as).append(";\n");
    }

    private String importRule(Link link, Relation relation) {
        return switch (network.sort) {
            case BUSINESS -> "bgp_local_pref = " + RandomNetwork.preference(relation) + "; ";
            case CONFEDERATION -> confederationImport(link);
            case SHORTEST, REFLECTORS, ROUTE_SERVER -> "";
        };
    }

    private String confederationImport(Link link) {
        if (network.isInterior(link)) {
            return "bgp_local_pref = bgp_local_pref - 1; ";
        }
        // Routers outside need none, but it does no harm there: the path decides.
        return "bgp_local_pref = " + RandomNetwork.CONFEDERATION_PREFERENCE + " - " + RandomNetwork.AS_COST
                + " * bgp_path.len; ";
    }

    private String exportRule(Node node, Link link, Relation relation) {
        StringBuilder rule = new StringBuilder();
        if (network.sort == Sort.BUSINESS && relation != Relation.CUSTOMER) {
            rule.append("if source != RTS_STATIC && bgp_local_pref != 300 then reject; ");
        }
        if (network.isInternal(link) || network.isInterior(link)) {
            rule.append("if source = RTS_STATIC then bgp_local_pref = ");
            rule.append(network.isInterior(link) ? RandomNetwork.CONFEDERATION_PREFERENCE : node.preference);
            rule.append("; ");
        } else if (network.sort != Sort.ROUTE_SERVER || node.number != 0) {
            int as = network.isInterior(node.number) ? RandomNetwork.CONFEDERATION_AS : node.as;
            for (int i = 1; i < node.prepend; i++) {
                rule.append("bgp_path.prepend(").append(as).append("); ");
            }
        }
        return rule.toString();
    }
}
