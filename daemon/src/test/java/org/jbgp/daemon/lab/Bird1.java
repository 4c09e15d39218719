package org.jbgp.daemon.lab;

import java.util.List;
import java.util.Map;

/** BIRD 1.6, which is two programs: {@code bird} for IPv4 and {@code bird6} for IPv6. */
public final class Bird1 extends Bird {
    private final boolean ipv6;

    /** A BIRD 1.6 of one address family that is not started yet. */
    public Bird1(Node node, String name, boolean ipv6) {
        super(node, name);
        this.ipv6 = ipv6;
    }

    @Override
    protected void launch() {
        String program = Software.BIRD1.program() + (ipv6 ? "6" : "");
        process(Map.of(), List.of(program, "-f", "-c", "conf", "-s", control(), "-P", "pid"));
    }

    @Override
    protected String client() {
        return Software.BIRD1.program().replaceAll("bird$", ipv6 ? "birdc6" : "birdc");
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text =
                new StringBuilder("router id " + as.routerId() + ";\nlog stderr all;\nprotocol device { }\n");
        text.append("protocol static {\n");
        as.announced().stream()
                .filter(prefix -> prefix.contains(":") == ipv6)
                .forEach(prefix -> text.append("  route ").append(prefix).append(" blackhole;\n"));
        text.append("}\n");
        for (Speaker.Neighbor peer : as.neighbors()) {
            if (peer.ipv6() == ipv6) {
                text.append("protocol bgp ").append(peer.name()).append(" {\n");
                text.append(sessionLines(as, peer));
                text.append("  import all; export where source = RTS_STATIC; next hop self;\n}\n");
            }
        }
        return text.toString();
    }
}
