package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jbgp.config.base.IpAddress;

/**
 * A network of random shape whose policies have one outcome: what its routers are, how they are joined, and what each
 * of them originates. {@link RouterFile} writes a router's file; {@link Fixpoint} says what must come of it.
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
        ROUTE_SERVER,
        /**
         * Member ASes of a confederation, each a full mesh, and ASes outside of it. Inside, the local preference sinks
         * with the length of the path outside and with every session, so that the nearest wins.
         */
        CONFEDERATION
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

    /** How sessions are watched with BFD. */
    enum Watch {
        NONE,
        PLAIN,
        GRACEFUL,
        STRICT
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

        /** Whether the session is in the second table, at which ends. */
        boolean secondAtA;

        boolean secondAtB;

        /** In which VRF the session is, at which ends. */
        private int vrfAtA;

        private int vrfAtB;
        /** Which network its cable has: several have one where they are in different VRFs. */
        int addresses;

        Link(int number, int a, int b, Relation relation) {
            this.number = number;
            this.addresses = number;
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

        /** Which of a router's tables it is in: 0 or 1. */
        int tableAt(int router) {
            return (router == a ? secondAtA : secondAtB) ? 1 : 0;
        }

        /** Has it in the second table there. */
        void second(int router) {
            secondAtA |= router == a;
            secondAtB |= router == b;
        }

        int vrfAt(int router) {
            return router == a ? vrfAtA : vrfAtB;
        }

        void vrf(int router, int vrf) {
            if (router == a) {
                vrfAtA = vrf;
            } else {
                vrfAtB = vrf;
            }
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
        /** Two tables with a pipe between them; {@link RandomNetwork#passes} says what it lets through. */
        boolean piped;
        /** VRFs whose devices are deleted at present. */
        final TreeSet<Integer> gone = new TreeSet<>();

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
    private static final int FIRST_MEMBER_AS = 64_900;
    /** The AS number by which a confederation is known outside. */
    static final int CONFEDERATION_AS = 65_000;
    /** What an AS in front of a path costs in a confederation; a session in it costs 1. */
    static final int AS_COST = 100;
    /** Local preference of what a confederation's routers originate. */
    static final int CONFEDERATION_PREFERENCE = 10_000;

    final Sort sort;
    final List<Node> nodes = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    private final List<String> prefixTexts = new ArrayList<>();
    private final List<List<Link>> linksOf = new ArrayList<>();
    final boolean ipv6;
    final boolean history;
    final boolean importTable;
    final boolean gracefulRestart;
    final boolean longLived;
    final Watch watch;
    boolean addPath;
    final int prefixes;
    final RandomVrfs vrfs;
    private int reflectors;
    /** Routers in the confederation; the rest is outside. */
    private int interior;

    /** @param seed of what is drawn for VRFs, beside the rest */
    RandomNetwork(Random random, int routers, long seed) {
        List<Sort> sorts = List.of(Sort.values());
        sort = sorts.get(random.nextInt(sorts.size()));
        importTable = random.nextBoolean();
        gracefulRestart = random.nextBoolean();
        longLived = gracefulRestart && random.nextBoolean();
        watch = random.nextBoolean() ? Watch.NONE : Watch.values()[random.nextInt(Watch.values().length)];
        ipv6 = random.nextInt(3) == 0;
        history = random.nextInt(3) == 0;
        addPath = mayHaveAddPath() && random.nextBoolean();
        prefixes = random.nextInt(60) == 0 ? 200 + random.nextInt(300) : 1 + random.nextInt(2 * routers);
        interior = sort == Sort.CONFEDERATION ? routers - random.nextInt(1 + routers / 3) : 0;
        int members = 1 + random.nextInt(Math.max(1, interior));
        for (int i = 0; i < routers; i++) {
            Node node = new Node(i, as(i, members));
            node.preference = 101 + i * 7 % 31 + 100 * random.nextInt(3);
            nodes.add(node);
        }
        join(random, routers);
        for (Node node : nodes) {
            linksOf.add(links.stream()
                    .filter(link -> link.a == node.number || link.b == node.number)
                    .toList());
        }
        pipe(random);
        for (int prefix = 0; prefix < prefixes; prefix++) {
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                nodes.get(someOrigin(random)).prefixes.add(prefix);
            }
        }
        vrfs = new RandomVrfs(this, seed);
    }

    private int as(int router, int members) {
        if (isInterior(router)) {
            return FIRST_MEMBER_AS + router % members;
        }
        return sort == Sort.REFLECTORS ? FIRST_AS : FIRST_AS + router;
    }

    /** Some routers have a second table, and some of their sessions there. */
    private void pipe(Random random) {
        if (random.nextInt(3) != 0) {
            return;
        }
        for (Node node : nodes) {
            node.piped = random.nextBoolean();
        }
        for (Link link : links) {
            link.secondAtA = nodes.get(link.a).piped && random.nextBoolean();
            link.secondAtB = nodes.get(link.b).piped && random.nextBoolean();
        }
    }

    /** Whether a pipe lets a prefix into a table; into the first one not all. */
    static boolean passes(int prefix, int into) {
        return into == 1 || prefix % 5 != 4;
    }

    /** The sessions of a router. */
    List<Link> linksOf(Node node) {
        return linksOf.get(node.number);
    }

    /** Whether a router is in the confederation. */
    boolean isInterior(int router) {
        return router < interior;
    }

    /** Whether both ends are in one AS. */
    boolean isInternal(Link link) {
        return nodes.get(link.a).as == nodes.get(link.b).as;
    }

    /** Whether both ends are in the confederation. */
    boolean isInterior(Link link) {
        return isInterior(link.a) && isInterior(link.b);
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
            case CONFEDERATION -> {
                for (int i = 1; i < interior; i++) {
                    for (int a = 0; a < i; a++) {
                        if (nodes.get(a).as == nodes.get(i).as) {
                            links.add(new Link(links.size(), a, i, Relation.NONE));
                        }
                    }
                }
                for (int i = 1; i < routers; i++) {
                    joinOutward(i, random.nextInt(i));
                }
                for (int more = random.nextInt(routers + 1); more > 0; more--) {
                    joinOutward(1 + random.nextInt(routers - 1), random.nextInt(routers));
                }
            }
            case ROUTE_SERVER -> {
                for (int client = 1; client < routers; client++) {
                    links.add(new Link(links.size(), 0, client, Relation.CLIENT));
                }
            }
        }
    }

    /** Joins two ASes, unless these are one or their routers are joined already. */
    private void joinOutward(int one, int other) {
        int a = Math.min(one, other);
        int b = Math.max(one, other);
        if (nodes.get(a).as != nodes.get(b).as && links.stream().noneMatch(link -> link.a == a && link.b == b)) {
            links.add(new Link(links.size(), a, b, Relation.NONE));
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
        return address(1 + (link.addresses >> 8), link.addresses & 255, router == link.a ? 1 : 2);
    }

    /** The address of a router's neighbor. */
    IpAddress neighbor(Link link, int router) {
        return IpAddress.parse(address(link, link.other(router))).orElseThrow();
    }

    private String address(int high, int low, int host) {
        return ipv6 ? "fd00:%d:%d::%x".formatted(1 + high, 1 + low, host) : "10.%d.%d.%d".formatted(high, low, host);
    }

    /** Length of the networks of its cables. */
    int addressLength() {
        return ipv6 ? 64 : 24;
    }

    /** Name of the first table, or of the second one. */
    String table(int number) {
        return (number == 0 ? "master" : "second") + (ipv6 ? "6" : "4");
    }

    /** Name of the channel. */
    String channel() {
        return ipv6 ? "ipv6" : "ipv4";
    }

    boolean isUp(Link link) {
        return !link.cut && isReady(link, nodes.get(link.a)) && isReady(link, nodes.get(link.b));
    }

    private static boolean isReady(Link link, Node node) {
        return node.up && !link.isDisabledAt(node.number) && !node.gone.contains(link.vrfAt(node.number));
    }

    /** Name of the interface that a router has on a session's cable. */
    String interfaceName(Link link) {
        return oneSegment() ? "lan" : link.name();
    }

    String prefix(int number) {
        while (prefixTexts.size() <= number) {
            prefixTexts.add(prefixText(prefixTexts.size()));
        }
        return prefixTexts.get(number);
    }

    private String prefixText(int number) {
        return ipv6
                ? "2001:db8:%x::/48".formatted(0x1000 + number)
                : "20.%d.%d.0/24".formatted(number >> 8, number & 255);
    }

    static int preference(Relation relation) {
        return switch (relation) {
            case CUSTOMER -> 300;
            case PEER -> 200;
            case PROVIDER -> 100;
            case CLIENT, NONE -> throw new IllegalArgumentException(relation.toString());
        };
    }
}
