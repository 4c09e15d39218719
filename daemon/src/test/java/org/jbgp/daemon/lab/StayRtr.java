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

    /** JSON of these ROAs, each {@code prefix max asn}. */
    public static String json(String... roas) {
        StringBuilder json = new StringBuilder("{\"metadata\":{},\"roas\":[");
        for (int i = 0; i < roas.length; i++) {
            String[] parts = roas[i].split(" ", -1);
            json.append(i == 0 ? "" : ",")
                    .append("{\"prefix\":\"")
                    .append(parts[0])
                    .append("\",\"maxLength\":")
                    .append(parts[1])
                    .append(",\"asn\":\"AS")
                    .append(parts[2])
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    /** Has it say something else from now on. */
    public void say(String... roas) {
        write("conf", json(roas));
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
