package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.source.Problem;
import org.jbgp.kernel.netlink.Errno;
import org.junit.jupiter.api.Test;

/** What is said of a file that asks for more than the kernel has. */
class KernelNeedsTest {
    private static final String FILE = """
            router id 1.1.1.1;
            protocol device { }
            protocol direct { vrf default; ipv4; }
            protocol kernel k {
              vrf "red"; ipv4;
            }
            protocol bgp b {
              local as 1; neighbor 10.0.0.2 as 2; authentication ao;
              keys { key { id 1; secret "x"; }; key { id 2; secret "y"; algorithm cmac aes128; }; key { id 3; secret "z"; }; };
              ipv4 { import all; export all; };
            }
            """;

    private final List<String> asked = new ArrayList<>();

    private List<String> missing(String file, int vrf, int sha1, int aes) {
        LoadResult loaded = ConfigurationLoader.loadText("t", file, Optional.empty());
        assertThat(loaded.errors()).isEmpty();
        KernelNeeds needs = new KernelNeeds(
                () -> {
                    asked.add("vrf");
                    return vrf;
                },
                name -> {
                    asked.add(name);
                    return name.equals("hmac(sha1)") ? sha1 : aes;
                });
        return needs.missing(loaded.configuration().orElseThrow()).stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aKernelThatHasAll() {
        assertThat(missing(FILE, 0, 0, 0)).isEmpty();
        assertThat(asked).containsExactly("vrf", "hmac(sha1)", "cmac(aes128)");
    }

    @Test
    void aKernelThatHasNeither() {
        assertThat(missing(FILE, Errno.EOPNOTSUPP, Errno.ENOPROTOOPT, Errno.ENOPROTOOPT))
                .containsExactly(
                        "t:4:17 'k' is in VRF red, but the running kernel has no VRFs (it was built without CONFIG_NET_VRF, or"
                                + " its module vrf is not installed): take a kernel that has them, or remove 'vrf'",
                        "t:7:14 'b' has 'authentication ao', but the running kernel has no TCP-AO (Linux 6.7 or later, built"
                                + " with CONFIG_TCP_AO): take such a kernel, or 'authentication md5' with a 'password' at"
                                + " both ends");
    }

    @Test
    void aKernelWithoutOneAlgorithm() {
        assertThat(missing(FILE, 0, 0, Errno.ENOENT))
                .containsExactly(
                        "t:7:14 'b' has a key with 'algorithm cmac aes128', which the running kernel does not take for TCP-AO"
                                + " (No such file or directory): install its crypto module, or take another algorithm at"
                                + " both ends");
    }

    @Test
    void oneMessageHoweverMany() {
        String three =
                FILE.replace("protocol direct { vrf default; ipv4; }", "protocol direct d { vrf \"blue\"; ipv4; }")
                        + FILE.substring(FILE.indexOf("protocol bgp b")).replace("bgp b {", "bgp c { vrf \"red\";");

        assertThat(missing(three, Errno.EOPNOTSUPP, Errno.ENOPROTOOPT, 0))
                .satisfiesExactly(
                        vrf -> assertThat(vrf).startsWith("t:3:17 'd' (like 2 others) is in VRF blue, but"),
                        ao -> assertThat(ao).startsWith("t:7:14 'b' (like 1 other) has 'authentication ao', but"));
    }

    /** Without CAP_NET_ADMIN nobody can say whether there are VRFs: their sockets will. */
    @Test
    void aKernelThatDoesNotSay() {
        assertThat(missing(FILE, Errno.EPERM, 0, 0)).isEmpty();
    }

    @Test
    void aFileThatAsksForNothingOfTheKind() {
        assertThat(missing("router id 1.1.1.1; protocol device { } protocol direct { vrf default; ipv4; }", 1, 1, 1))
                .isEmpty();
        assertThat(asked).isEmpty();
    }
}
