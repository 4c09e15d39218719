package org.jbgp.daemon.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Other makers' software that tests use, and where it may be. */
public enum Software {
    BIRD2("bird2", "Debian package bird2", List.of("/usr/sbin/bird")) {
        @Override
        boolean accepts(Path program) {
            return Shell.run(List.of(program.toString(), "--version")).output().contains("BIRD version 2.");
        }
    },
    /** Never installed beside BIRD 2: unpacked from Debian's package {@code bird}, see {@code .ci/run}. */
    BIRD1(
            "bird1",
            "Debian package bird 1.6: 'apt-get download bird && dpkg -x bird_1.6*.deb ~/.cache/jbgpd/bird1'",
            List.of(System.getProperty("user.home") + "/.cache/jbgpd/bird1/usr/sbin/bird", "/opt/bird1/usr/sbin/bird")),
    FRR("frr", "Debian package frr", List.of("/usr/lib/frr/bgpd")),
    GOBGP("gobgp", "Debian package gobgpd", List.of("/usr/bin/gobgpd")),
    OPENBGPD("openbgpd", "Debian package openbgpd", List.of("/usr/sbin/bgpd")),
    EXABGP("exabgp", "Debian package exabgp", List.of("/usr/sbin/exabgp", "/usr/bin/exabgp")),
    TSHARK("tshark", "Debian package tshark", List.of("/usr/bin/tshark")),
    /** The right to make network namespaces, with {@code ip}. */
    NETNS("netns", "Debian package iproute2, and run as root", List.of("/usr/sbin/ip", "/sbin/ip", "/bin/ip")) {
        @Override
        boolean accepts(Path program) {
            String probe = "jlprobe" + ProcessHandle.current().pid();
            if (Shell.run(List.of("ip", "netns", "add", probe)).exit() != 0) {
                return false;
            }
            return Shell.run(List.of("ip", "netns", "del", probe)).exit() == 0;
        }
    };

    private final String id;
    private final String howToInstall;
    private final List<String> places;
    private Optional<Path> found = Optional.empty();

    Software(String id, String howToInstall, List<String> places) {
        this.id = id;
        this.howToInstall = howToInstall;
        this.places = places;
    }

    /** Name used in {@link NeedsPeer}. */
    public String id() {
        return id;
    }

    /** What to tell the person whose test was skipped. */
    public String howToInstall() {
        return howToInstall;
    }

    /** The program, if it is on this machine in the right version. */
    public synchronized Optional<Path> locate() {
        if (found.isEmpty()) {
            String named = System.getProperty("jbgpd.lab." + id);
            found = (named == null ? places : List.of(named))
                    .stream()
                            .map(Path::of)
                            .filter(Files::isExecutable)
                            .filter(this::accepts)
                            .findFirst();
        }
        return found;
    }

    /** The program's path. */
    public String program() {
        return locate().orElseThrow(() -> new IllegalStateException(id + " is missing; install " + howToInstall))
                .toString();
    }

    boolean accepts(Path program) {
        return Files.isExecutable(program);
    }
}
