package org.jbgp.daemon.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Debian's StayRTR, a cache of RPKI to Router. Its configuration is the JSON of what it says. */
public final class StayRtr extends Peer {
    /** Where it listens for TCP. */
    public static final int PORT = 8282;

    private final List<String> options;

    /** A cache that is not started yet; {@code options} are further ones of its command line. */
    public StayRtr(Node node, String name, String... options) {
        super(node, name);
        this.options = List.of(options);
    }

    /** JSON of these ROAs, each {@code prefix max asn}, and ASPAs, each {@code customer: provider, provider, …}. */
    public static String json(String... records) {
        List<String> roas = new ArrayList<>();
        List<String> aspas = new ArrayList<>();
        for (String record : records) {
            String[] parts = record.split(" ", -1);
            String customer = record.replaceFirst(": .*", "");
            if (customer.equals(record)) {
                roas.add("{\"prefix\":\"%s\",\"maxLength\":%s,\"asn\":\"AS%s\"}"
                        .formatted(parts[0], parts[1], parts[2]));
            } else {
                aspas.add("{\"customer_asid\":%s,\"providers\":[%s]}"
                        .formatted(customer, record.substring(customer.length() + 2)));
            }
        }
        return "{\"metadata\":{},\"roas\":[" + String.join(",", roas) + "],\"provider_authorizations\":{\"ipv4\":["
                + String.join(",", aspas) + "],\"ipv6\":[]}}";
    }

    /** Has it say something else from now on. */
    public void say(String... records) {
        write("conf", json(records));
        Shell.must(List.of("kill", "-HUP", Long.toString(pid())));
    }

    @Override
    protected void launch() {
        List<String> command = new ArrayList<>(List.of(
                Software.STAYRTR.program(),
                "-bind",
                ":" + PORT,
                "-cache",
                file("conf").toString(),
                "-checktime=false",
                "-refresh",
                "1",
                "-metrics.addr",
                ""));
        command.addAll(options);
        process(Map.of(), command);
    }

    @Override
    protected boolean ready() {
        return log().contains("StayRTR Server started");
    }

    @Override
    public String session(String neighbor) {
        return "";
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        return new TreeSet<>();
    }

    @Override
    public void announce(Collection<String> prefixes) {
        throw new UnsupportedOperationException("a cache announces no prefixes");
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        throw new UnsupportedOperationException("a cache announces no prefixes");
    }

    @Override
    public String configuration(Speaker as) {
        throw new UnsupportedOperationException("a cache is no speaker");
    }
}
