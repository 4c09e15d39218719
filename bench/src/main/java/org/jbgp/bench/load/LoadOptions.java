package org.jbgp.bench.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the generator is asked to do.
 *
 * @param router the router's address; sender i speaks from {@code base}.1.x.y and receiver i from {@code base}.2.x.y
 * @param base first octet of the addresses of senders and receivers
 * @param nextHop address that announcements carry, 0 for the sender's own
 * @param internal every session is iBGP
 * @param mrt an MRT file (RFC 6396); senders announce what is announced in it, each as a neighbor of its own; empty for
 *     none
 * @param ipv6 the routes are IPv6 ones, with next hops fd00::, advertised over the same sessions
 * @param addPaths receivers ask for all paths (RFC 7911), and the load is over when they have that of every sender;
 *     only the load itself then, no churn, loss or withdrawal
 * @param partition each attribute set is announced by one sender only, instead of by all
 * @param groupMean prefixes of one attribute set, on average
 * @param churn how often, after the load, every attribute set is announced anew and changed
 * @param reload after that, {@code {"now":"reload"}} is said, and all is to be announced once more as of round 2
 * @param loss after that, sender 0 closes its session
 * @param withdraw at the end, senders withdraw everything
 * @param slow so many receivers (the last ones) read 10 kB/s
 * @param stuck so many receivers (before the slow ones) read nothing once their session is up
 * @param hold hold time offered, seconds
 * @param pids processes whose CPU time and memory are reported
 * @param fib the load is over when the kernel that the first of {@code pids} lives in has the routes
 * @param idle seconds to stay connected before the load starts; with no prefixes the whole of the run
 * @param limit seconds after which a phase is given up
 */
record LoadOptions(
        String router,
        int port,
        long routerAs,
        int base,
        String nextHop,
        int senders,
        int receivers,
        int prefixes,
        String mrt,
        boolean ipv6,
        boolean internal,
        boolean bothFamilies,
        boolean addPaths,
        boolean partition,
        double groupMean,
        int churn,
        boolean reload,
        boolean loss,
        boolean withdraw,
        int slow,
        int stuck,
        int hold,
        List<Long> pids,
        boolean fib,
        double idle,
        int limit) {
    private static final Set<String> SWITCHES =
            Set.of("ibgp", "reload", "both-families", "add-paths", "partition", "loss", "withdraw", "fib", "ipv6");

    /** Reads {@code --name value} and {@code --switch}; an unknown name throws {@link IllegalArgumentException}. */
    static LoadOptions parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].startsWith("--")) {
                throw new IllegalArgumentException(arguments[i]);
            }
            String name = arguments[i].substring(2);
            given.put(name, SWITCHES.contains(name) ? "" : arguments[++i]);
        }
        String pids = take(given, "pid", "");
        List<Long> watched = new ArrayList<>();
        for (String pid : pids.isEmpty() ? new String[0] : pids.split(",", -1)) {
            watched.add(Long.valueOf(pid));
        }
        LoadOptions options = new LoadOptions(
                take(given, "router", "10.0.0.1"),
                Integer.parseInt(take(given, "port", "179")),
                Long.parseLong(take(given, "router-as", "65000")),
                Integer.parseInt(take(given, "base", "10")),
                take(given, "next-hop", ""),
                Integer.parseInt(take(given, "senders", "1")),
                Integer.parseInt(take(given, "receivers", "1")),
                Integer.parseInt(take(given, "prefixes", "100000")),
                take(given, "mrt", ""),
                given.remove("ipv6") != null,
                given.remove("ibgp") != null,
                given.remove("both-families") != null,
                given.remove("add-paths") != null,
                given.remove("partition") != null,
                Double.parseDouble(take(given, "group", "5")),
                Integer.parseInt(take(given, "churn", "0")),
                given.remove("reload") != null,
                given.remove("loss") != null,
                given.remove("withdraw") != null,
                Integer.parseInt(take(given, "slow", "0")),
                Integer.parseInt(take(given, "stuck", "0")),
                Integer.parseInt(take(given, "hold", "240")),
                List.copyOf(watched),
                given.remove("fib") != null,
                Double.parseDouble(take(given, "idle", "1.5")),
                Integer.parseInt(take(given, "limit", "300")));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + given.keySet());
        }
        return options;
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }
}
