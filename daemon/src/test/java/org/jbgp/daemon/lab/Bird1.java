package org.jbgp.daemon.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** BIRD 1.6, which is two programs: {@code bird} for IPv4 and {@code bird6} for IPv6. */
public final class Bird1 extends Bird {
    private final boolean ipv6;
    private final List<String> options;

    /** A BIRD 1.6 of one address family that is not started yet; with further options such as {@code -R}. */
    public Bird1(Node node, String name, boolean ipv6, String... options) {
        super(node, name);
        this.ipv6 = ipv6;
        this.options = List.of(options);
    }

    @Override
    protected void launch() {
        String program = Software.BIRD1.program() + (ipv6 ? "6" : "");
        List<String> command = new ArrayList<>(List.of(program, "-f", "-c", "conf", "-s", control(), "-P", "pid"));
        command.addAll(options);
        process(Map.of(), command);
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
