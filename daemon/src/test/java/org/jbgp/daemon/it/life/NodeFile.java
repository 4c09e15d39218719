package org.jbgp.daemon.it.life;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node's configuration in the words of Calico's templates (the dialect of BIRD 1.6): its block as a blackhole, a
 * kernel protocol whose filter may send the blocks of others through a tunnel device, and its neighbors. Immutable:
 * each change makes a new one.
 *
 * @param number of the node
 * @param as its AS
 * @param neighbors by number, their AS
 * @param clients those of them to which it reflects
 * @param blocks static routes
 * @param tunnel device, or nothing
 */
record NodeFile(
        int number,
        int as,
        SortedMap<Integer, Integer> neighbors,
        List<Integer> clients,
        List<String> blocks,
        String tunnel) {
    static final int AS = 64512;

    /** A node of a full mesh of so many. */
    static NodeFile ofMesh(int number, int size) {
        SortedMap<Integer, Integer> neighbors = new TreeMap<>();
        for (int other = 1; other <= size; other++) {
            if (other != number) {
                neighbors.put(other, AS);
            }
        }
        return new NodeFile(number, AS, neighbors, List.of(), List.of(Cluster.block(number)), "");
    }

    NodeFile inAs(int changed) {
        return new NodeFile(number, changed, neighbors, clients, blocks, tunnel);
    }

    NodeFile with(int neighbor, int neighborAs) {
        SortedMap<Integer, Integer> more = new TreeMap<>(neighbors);
        more.put(neighbor, neighborAs);
        return new NodeFile(number, as, more, clients, blocks, tunnel);
    }

    NodeFile without(int neighbor) {
        SortedMap<Integer, Integer> fewer = new TreeMap<>(neighbors);
        fewer.remove(neighbor);
        return new NodeFile(number, as, fewer, clients, blocks, tunnel);
    }

    NodeFile reflecting() {
        return new NodeFile(number, as, neighbors, List.copyOf(neighbors.keySet()), blocks, tunnel);
    }

    NodeFile withBlock(String block) {
        List<String> more = new ArrayList<>(blocks);
        more.add(block);
        return new NodeFile(number, as, neighbors, clients, Collections.unmodifiableList(more), tunnel);
    }

    NodeFile through(String device) {
        return new NodeFile(number, as, neighbors, clients, blocks, device);
    }

    /** Name of the protocol for a neighbor. */
    static String protocol(int neighbor) {
        return "Mesh_" + Cluster.address(neighbor).replace('.', '_');
    }

    String text() {
        StringBuilder text = new StringBuilder("""
                log stderr all;
                filter calico_export_to_bgp_peers {
                  if ( defined(ifname) && ifname ~ "tunl0" ) then { reject; }
                  if ( net ~ 10.244.0.0/16 && net.len <= 26 ) then { accept; }
                  reject;
                }
                filter calico_kernel_programming {
                  if ( net ~ 10.244.0.0/16 ) then { %saccept; }
                  accept;
                }
                router id %s;
                listen bgp port 179;
                protocol direct { interface -"cali*", -"kube-ipvs*", -"tunl*", "*"; }
                protocol kernel {
                  learn; persist; scan time 2; import all; export filter calico_kernel_programming;
                  graceful restart; merge paths on;
                }
                protocol device { scan time 2; }
                """.formatted(
                        // Stock BIRD 1.6 does not know the attribute.
                        tunnel.isEmpty() ? "" : "krt_tunnel = \"" + tunnel + "\"; ", Cluster.address(number)));
        text.append("protocol static {\n");
        blocks.forEach(block -> text.append("  route ").append(block).append(" blackhole;\n"));
        text.append("}\n");
        neighbors.forEach((neighbor, neighborAs) -> text.append(neighbor(neighbor, neighborAs)));
        return text.toString();
    }

    /** As in Calico, of two nodes the one with the lower address waits. */
    private String neighbor(int neighbor, int neighborAs) {
        return """
                protocol bgp %s {
                  description "Connection to BGP peer";
                  local as %d;
                  neighbor %s as %d;
                  source address %s;
                  multihop; gateway recursive; add paths on; graceful restart;%s%s
                  import all; export filter calico_export_to_bgp_peers;
                  connect delay time 2; connect retry time 5; error wait time 5, 30;
                }
                """.formatted(
                        protocol(neighbor),
                        as,
                        Cluster.address(neighbor),
                        neighborAs,
                        Cluster.address(number),
                        neighbor > number ? " passive on;" : "",
                        clients.contains(neighbor) ? " rr client; rr cluster id 192.168.77.200;" : "");
    }
}
