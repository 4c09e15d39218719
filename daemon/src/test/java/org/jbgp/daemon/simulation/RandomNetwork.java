package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * A network of random shape whose policies have one outcome: what its routers are, how they are joined, and what each
 * of them originates. {@link #configuration} writes a router's file; {@link Fixpoint} says what must come of it.
 */
final class RandomNetwork {
    /** Sorts of networks. */
    enum Sort {
        /** Each router is an AS; the shortest path wins. */
        SHORTEST,
        /** Each router is an AS with customers, peers and providers (Gao and Rexford). */
        BUSINESS,
        /** One AS: reflectors in a full mesh, the others their clients; the highest local preference wins. */
        REFLECTORS,
        /** A route server and its clients on one switch. */
        ROUTE_SERVER
    }

    /** What a neighbor is to the first router of a link. */
    enum Relation {
        CUSTOMER,
        PEER,
        PROVIDER,
        /** A client of this reflector or route server. */
        CLIENT,
        NONE;

        Relation seenFromTheOtherSide() {
            return switch (this) {
                case CUSTOMER -> PROVIDER;
                case PROVIDER -> CUSTOMER;
                case CLIENT, PEER, NONE -> this;
            };
        }
    }

    /** A session between two routers. */
    static final class Link {
        final int number;
        final int a;
        final int b;
        Relation relation;
        boolean cut;
        /** Disabled by an order, at which ends. */
        boolean disabledAtA;

        boolean disabledAtB;

        Link(int number, int a, int b, Relation relation) {
            this.number = number;
            this.a = a;
            this.b = b;
            this.relation = relation;
        }

        int other(int router) {
            return router == a ? b : a;
        }

        String name() {
            return "s" + number;
        }

        boolean isDisabledAt(int router) {
            return router == a ? disabledAtA : disabledAtB;
        }

        void disable(int router, boolean disabled) {
            if (router == a) {
                disabledAtA = disabled;
            } else {
                disabledAtB = disabled;
            }
        }
    }

    /** A router and what is configured there at present. */
    static final class Node {
        final int number;
        final int as;
        final TreeSet<Integer> prefixes = new TreeSet<>();
        /** How often it puts its own AS number into the paths it advertises. */
        int prepend = 1;
        /** Its routes' local preference within the AS. */
        int preference;

        boolean up = true;

        Node(int number, int as) {
            this.number = number;
            this.as = as;
        }

        String name() {
            return "r" + number;
        }

        /** Unsigned; the lower one wins a tie. */
        String routerId() {
            return "10.255." + (number >> 8) + "." + (number & 255);
        }
    }

    private static final int FIRST_AS = 64_512;

    final Sort sort;
    final List<Node> nodes = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final boolean ipv6;
    final boolean history;
    final boolean importTable;
    final boolean gracefulRestart;
    final boolean longLived;
    boolean addPath;
    final int prefixes;
    private int reflectors;

    RandomNetwork(Random random, int routers) {
        List<Sort> sorts = List.of(Sort.values());
        sort = sorts.get(random.nextInt(sorts.size()));
        importTable = random.nextBoolean();
        gracefulRestart = random.nextBoolean();
        longLived = gracefulRestart && random.nextBoolean();
        ipv6 = random.nextInt(3) == 0;
        history = random.nextInt(3) == 0;
        addPath = mayHaveAddPath() && random.nextBoolean();
        prefixes = random.nextInt(20) == 0 ? 200 + random.nextInt(300) : 1 + random.nextInt(2 * routers);
        for (int i = 0; i < routers; i++) {
            Node node = new Node(i, sort == Sort.REFLECTORS ? FIRST_AS : FIRST_AS + i);
            node.preference = 101 + i * 7 % 31 + 100 * random.nextInt(3);
            nodes.add(node);
        }
        join(random, routers);
        for (int prefix = 0; prefix < prefixes; prefix++) {
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                nodes.get(someOrigin(random)).prefixes.add(prefix);
            }
        }
    }

    /** Where routes are not passed on that are not best. */
    boolean mayHaveAddPath() {
        return sort == Sort.REFLECTORS || sort == Sort.ROUTE_SERVER;
    }

    /** A route server has no routes of its own. */
    int someOrigin(Random random) {
        int first = sort == Sort.ROUTE_SERVER ? 1 : 0;
        return first + random.nextInt(nodes.size() - first);
    }

    private void join(Random random, int routers) {
        switch (sort) {
            case SHORTEST, BUSINESS -> {
                for (int i = 1; i < routers; i++) {
                    link(random.nextInt(i), i, random);
                }
                for (int more = random.nextInt(routers + 1); more > 0; more--) {
                    int a = random.nextInt(routers);
                    int b = random.nextInt(routers);
                    if (a < b && links.stream().noneMatch(link -> link.a == a && link.b == b)) {
                        link(a, b, random);
                    }
                }
            }
            case REFLECTORS -> {
                reflectors = 1 + random.nextInt(Math.min(4, routers - 1));
                for (int a = 0; a < reflectors; a++) {
                    for (int b = a + 1; b < reflectors; b++) {
                        links.add(new Link(links.size(), a, b, Relation.NONE));
                    }
                }
                for (int client = reflectors; client < routers; client++) {
                    int first = random.nextInt(reflectors);
                    links.add(new Link(links.size(), first, client, Relation.CLIENT));
                    int second = random.nextInt(reflectors);
                    if (second != first) {
                        links.add(new Link(links.size(), second, client, Relation.CLIENT));
                    }
                }
            }
            case ROUTE_SERVER -> {
                for (int client = 1; client < routers; client++) {
                    links.add(new Link(links.size(), 0, client, Relation.CLIENT));
                }
            }
        }
    }

    /** Providers have the lower numbers, so that nobody is his own provider's provider. */
    private void link(int a, int b, Random random) {
        Relation relation =
                sort == Sort.SHORTEST ? Relation.NONE : random.nextInt(4) == 0 ? Relation.PEER : Relation.CUSTOMER;
        links.add(new Link(links.size(), a, b, relation));
    }

    boolean isReflector(int router) {
        return sort == Sort.REFLECTORS && router < reflectors;
    }

    /** Whether all are on one switch. */
    boolean oneSegment() {
        return sort == Sort.ROUTE_SERVER;
    }

    /** What the router at the other end is to this one. */
    static Relation relation(Link link, int router) {
        return router == link.a ? link.relation : link.relation.seenFromTheOtherSide();
    }

    String address(Link link, int router) {
        if (oneSegment()) {
            return address(0, 0, router + 1);
        }
        return address(1 + (link.number >> 8), link.number & 255, router == link.a ? 1 : 2);
    }

    private String address(int high, int low, int host) {
        return ipv6 ? "fd00:%d:%d::%x".formatted(1 + high, 1 + low, host) : "10.%d.%d.%d".formatted(high, low, host);
    }

    /** Length of the networks of its cables. */
    int addressLength() {
        return ipv6 ? 64 : 24;
    }

    /** Name of the table. */
    String table() {
        return ipv6 ? "master6" : "master4";
    }

    /** Name of the channel. */
    String channel() {
        return ipv6 ? "ipv6" : "ipv4";
    }

    boolean isUp(Link link) {
        return !link.cut && !link.disabledAtA && !link.disabledAtB && nodes.get(link.a).up && nodes.get(link.b).up;
    }

    String prefix(int number) {
        return ipv6
                ? "2001:db8:%x::/48".formatted(0x1000 + number)
                : "20.%d.%d.0/24".formatted(number >> 8, number & 255);
    }

    /** The router's file. */
    String configuration(int router) {
        Node node = nodes.get(router);
        StringBuilder text = new StringBuilder();
        text.append("router id ").append(node.routerId()).append(";\n");
        text.append(history ? "history on;\n" : "");
        text.append("protocol device { }\n");
        text.append("protocol kernel { " + channel() + " { export where source = RTS_BGP; }; ");
        text.append(gracefulRestart ? "graceful restart; }\n" : "}\n");
        text.append("protocol static own { " + channel() + ";\n");
        node.prefixes.forEach(
                number -> text.append("  route ").append(prefix(number)).append(" blackhole;\n"));
        text.append("}\n");
        for (Link link : links) {
            if (link.a == router || link.b == router) {
                session(text, node, link);
            }
        }
        return text.toString();
    }

    private void session(StringBuilder text, Node node, Link link) {
        Relation relation = relation(link, node.number);
        int other = link.other(node.number);
        boolean serves = relation == Relation.CLIENT && node.number == link.a;
        text.append("protocol bgp ")
                .append(link.name())
                .append(" {\n  local ")
                .append(address(link, node.number))
                .append(" as ")
                .append(node.as)
                .append("; neighbor ")
                .append(address(link, other))
                .append(" as ")
                .append(nodes.get(other).as)
                .append(";\n  hold time 180; connect delay time 1; connect retry time 10; error wait time 1, 4;")
                .append(" startup hold time 30;\n");
        if (gracefulRestart) {
            text.append("  graceful restart on; graceful restart time 40;\n");
            text.append(longLived ? "  long lived graceful restart on; long lived stale time 30;\n" : "");
        }
        if (sort == Sort.REFLECTORS) {
            text.append("  direct;\n");
        }
        if (serves) {
            text.append(sort == Sort.REFLECTORS ? "  rr client;\n" : "  rs client;\n");
        }
        text.append("  " + channel() + " {\n    import filter { ")
                .append(importRule(relation))
                .append("accept; };\n");
        text.append("    export filter { ").append(exportRule(node, relation)).append(" accept; };\n");
        if (sort == Sort.REFLECTORS) {
            text.append("    next hop self; gateway direct;\n");
        }
        if (importTable) {
            text.append("    import table on;\n");
        }
        if (addPath) {
            text.append(serves ? "    add paths tx;\n" : relation == Relation.CLIENT ? "    add paths rx;\n" : "");
        }
        text.append("  };\n}\n");
    }

    private String importRule(Relation relation) {
        return sort == Sort.BUSINESS ? "bgp_local_pref = " + preference(relation) + "; " : "";
    }

    static int preference(Relation relation) {
        return switch (relation) {
            case CUSTOMER -> 300;
            case PEER -> 200;
            case PROVIDER -> 100;
            case CLIENT, NONE -> throw new IllegalArgumentException(relation.toString());
        };
    }

    private String exportRule(Node node, Relation relation) {
        StringBuilder rule = new StringBuilder();
        if (sort == Sort.BUSINESS && relation != Relation.CUSTOMER) {
            rule.append("if source != RTS_STATIC && bgp_local_pref != 300 then reject; ");
        }
        if (sort == Sort.REFLECTORS) {
            rule.append("if source = RTS_STATIC then bgp_local_pref = ")
                    .append(node.preference)
                    .append("; ");
        } else if (sort != Sort.ROUTE_SERVER || node.number != 0) {
            for (int i = 1; i < node.prepend; i++) {
                rule.append("bgp_path.prepend(").append(node.as).append("); ");
            }
        }
        return rule.toString();
    }
}
