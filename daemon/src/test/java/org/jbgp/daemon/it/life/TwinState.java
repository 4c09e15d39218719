package org.jbgp.daemon.it.life;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What both {@link Twin}s are to be like: configurations, cables, addresses and routes of others. Each random event
 * changes it and says what is to be done to each twin.
 */
final class TwinState {
    static final int NEIGHBORS = 3;
    private static final int PREFIXES = 24;
    private static final int AS = 64512;

    private final RandomGenerator random;
    /** What each neighbor announces, with the attributes it says. */
    private final List<SortedMap<Integer, String>> announced = new ArrayList<>();

    private final boolean[] down = new boolean[NEIGHBORS];
    private final SortedSet<Integer> addresses = new TreeSet<>();
    private final SortedSet<Integer> devices = new TreeSet<>();
    private final SortedMap<Integer, Integer> foreign = new TreeMap<>();
    private final SortedSet<Integer> statics = new TreeSet<>();
    private boolean merging = true;
    private int refused = -1;

    TwinState(RandomGenerator random) {
        this.random = random;
        for (int number = 0; number < NEIGHBORS; number++) {
            announced.add(new TreeMap<>());
            for (int prefix = 0; prefix < PREFIXES; prefix += 2) {
                announced.get(number).put(prefix, attributes());
            }
        }
    }

    static String own(int neighbor) {
        return "10.0." + neighbor + ".1";
    }

    static String neighbor(int neighbor) {
        return "10.0." + neighbor + ".2";
    }

    boolean isUp(int neighbor) {
        return !down[neighbor];
    }

    /**
     * Something that happens to both twins.
     *
     * @param name for people
     * @param alone nothing else may happen until both have settled
     */
    record Event(String name, boolean alone, Consumer<Twin> to) {}

    /** The next one; the state is then what it leads to. */
    Event next() {
        int number = random.nextInt(NEIGHBORS);
        int dice = random.nextInt(100);
        if (dice < 40) {
            return announcement(number);
        } else if (dice < 52) {
            down[number] = !down[number];
            boolean up = !down[number];
            // Neither a route of others nor an address outlives it in the kernel for certain.
            foreign.values().removeIf(way -> way == number && !up);
            return new Event("cable " + number + (up ? " up" : " down"), false, twin -> twin.link(number, up));
        } else if (dice < 62) {
            return address();
        } else if (dice < 70) {
            return device();
        } else if (dice < 80) {
            return foreign();
        } else if (dice < 91) {
            return reload();
        } else if (dice < 95) {
            return new Event("restart of neighbor " + number, true, twin -> twin.restart(this, number));
        }
        // BIRD 1.6 that recovers waits for the absent, and jbgpd for less.
        boolean killed = isUp(0) && isUp(1) && isUp(2) && random.nextBoolean();
        return new Event(killed ? "SIGKILL and -R" : "stop and start", true, twin -> twin.restart(this, killed));
    }

    private Event announcement(int number) {
        StringBuilder name = new StringBuilder("neighbor ").append(number);
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            int prefix = random.nextInt(PREFIXES);
            if (random.nextInt(3) > 0) {
                announced.get(number).put(prefix, attributes());
                name.append(" +").append(prefix);
            } else {
                announced.get(number).remove(prefix);
                name.append(" -").append(prefix);
            }
        }
        return new Event(name.toString(), false, twin -> twin.reload(this, number));
    }

    private Event address() {
        int number = random.nextInt(8);
        boolean add = addresses.add(number);
        if (!add) {
            addresses.remove(number);
        }
        return new Event(
                "address " + number + (add ? " added" : " removed"),
                false,
                twin -> twin.ip("addr " + (add ? "add" : "del") + " 10.1." + number + ".1/24 dev lo"));
    }

    private Event device() {
        int number = random.nextInt(4);
        boolean add = devices.add(number);
        if (!add) {
            devices.remove(number);
        }
        return new Event("device d" + number + (add ? " made" : " deleted"), false, twin -> {
            if (add) {
                twin.ip("tuntap add mode tun name d" + number);
                twin.ip("addr add 10.2." + number + ".1/24 dev d" + number);
                twin.ip("link set d" + number + " up");
            } else {
                twin.ip("link del d" + number);
            }
        });
    }

    private Event foreign() {
        int number = random.nextInt(8);
        Integer way = foreign.remove(number);
        if (way != null) {
            return new Event(
                    "route " + number + " of others removed",
                    false,
                    twin -> twin.ip("route del 10.3." + number + ".0/24 proto 80"));
        }
        int next = random.nextInt(NEIGHBORS);
        if (down[next]) {
            return reload();
        }
        foreign.put(number, next);
        return new Event(
                "route " + number + " of others added",
                false,
                twin -> twin.ip(
                        "route add 10.3." + number + ".0/24 via " + neighbor(next) + " dev @" + next + " proto 80"));
    }

    private Event reload() {
        switch (random.nextInt(3)) {
            case 0 -> merging = !merging;
            case 1 -> refused = random.nextInt(-1, PREFIXES);
            default -> {
                int route = random.nextInt(8);
                if (!statics.add(route)) {
                    statics.remove(route);
                }
            }
        }
        return new Event("reload", false, twin -> twin.reload(this));
    }

    private String attributes() {
        return "bgp_local_pref = " + (100 + 10 * random.nextInt(2)) + "; bgp_med = " + random.nextInt(2) + ";";
    }

    private static String prefix(int number) {
        return "10.9." + number + ".0/24";
    }

    /** What the router in the middle is configured to be, in the dialect of BIRD 1.6. */
    String file() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.1;
                log stderr all;
                protocol device { scan time 1; }
                protocol direct { interface "eth*", "d*", "lo"; }
                protocol kernel {
                  learn; persist; scan time 1; import all; graceful restart;
                  export where net != %s && source != RTS_DEVICE;
                  merge paths %s;
                }
                protocol static {
                """.formatted(prefix(Math.max(0, refused)), merging ? "on" : "off"));
        if (refused < 0) {
            text = new StringBuilder(text.toString().replace("net != " + prefix(0) + " && ", ""));
        }
        for (int route : statics) {
            text.append("  route 10.4.").append(route).append(".0/24 ");
            text.append(route % 2 == 0 ? "blackhole" : "via " + neighbor(route % NEIGHBORS));
            text.append(";\n");
        }
        text.append("}\n");
        for (int number = 0; number < NEIGHBORS; number++) {
            text.append("""
                    protocol bgp n%d {
                      local %s as %d; neighbor %s as %d; direct; graceful restart;
                      connect delay time 1; connect retry time 1; error wait time 1, 1;
                      import all; export where source = RTS_STATIC;
                    }
                    """.formatted(number, own(number), AS, neighbor(number), AS));
        }
        return text.toString();
    }

    String neighborFile(int number) {
        StringBuilder text = new StringBuilder("""
                router id %s;
                log stderr all;
                protocol device {}
                protocol bgp middle {
                  local %s as %d; neighbor %s as %d; direct; graceful restart;
                  connect delay time 1; connect retry time 1; error wait time 1, 1;
                  ipv4 { import all; export where source = RTS_STATIC; next hop self; };
                }
                protocol static {
                  ipv4;
                """.formatted(neighbor(number), neighbor(number), AS, own(number), AS));
        announced
                .get(number)
                .forEach((prefix, attributes) -> text.append("  route ")
                        .append(prefix(prefix))
                        .append(" blackhole { ")
                        .append(attributes)
                        .append(" };\n"));
        return text.append("}\n").toString();
    }
}
